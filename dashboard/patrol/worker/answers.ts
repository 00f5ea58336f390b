// Which requests of the tablet's page the service worker answers, and how. Pure: the worker and its test use it.

/** `page`: the network, or else what was kept. `file`: what was kept, or else the network. `network`: not ours. */
export type Way = 'page' | 'file' | 'network';

export interface Asked {
  readonly method: string;
  readonly mode: string;
  readonly url: string;
}

/** Files are named by their content, so a kept one is the right one. Whatever a person is answered is never kept. */
export function wayOf({ method, mode, url }: Asked, origin: string): Way {
  const { origin: from, pathname } = new URL(url);
  if (method !== 'GET' || from !== origin) return 'network';
  if (mode === 'navigate') return /^\/patrol(\/|$)/.test(pathname) ? 'page' : 'network';
  return /^\/(assets\/|patrol-icon|patrol\.webmanifest$)/.test(pathname) ? 'file' : 'network';
}

/** What was kept, or else the network's. It is kept from then on if there is room; without room it is shown all the same. */
export async function fileOf(
  kept: Response | undefined,
  ask: () => Promise<Response>,
  keep: (answer: Response) => Promise<void>,
): Promise<Response> {
  if (kept) return kept;
  const answer = await ask();
  if (answer.ok) await keep(answer.clone()).catch(() => undefined);
  return answer;
}

/** The caches to throw away: all of ours but the newest build's and the one before, which an open page may still use. */
export function outdated(names: readonly string[], prefix: string, current: string): string[] {
  const before = names.filter((name) => name.startsWith(prefix) && name !== current);
  return before.slice(0, -1);
}
