// A person's session: the one-use link followed once, and requests over a wire with the cookie it gave.
import type { Wire } from './wire.js';

/** Follows the link as a browser does; gives the cookie as a header has it. */
export async function signIn(link: string): Promise<string> {
  const response = await fetch(link, { redirect: 'manual' });
  const cookie = response.headers.getSetCookie().find((each) => each.startsWith('haixi_session='));
  if (cookie === undefined)
    throw new Error(`a sign-in link was answered with ${response.status} and no session`);
  return cookie.split(';')[0]!;
}

/** `fetch` as a page of this person has it: paths of the server's, over the wire. */
export function requestOver(wire: Wire, cookie: string): typeof fetch {
  return (path, init) => {
    const headers = { ...(init?.headers as Record<string, string> | undefined), cookie };
    return fetch(`http://${wire.address}${String(path)}`, { ...init, headers });
  };
}
