// Whether a request was meant for this server: a name that somebody else points at us must not get our pages an answer. Pure.

const figures = /^(\d{1,3}(\.\d{1,3}){3}|\[[0-9a-f:.]+\])$/;

/**
 * True for the host of the server's origin, for `localhost`, and for any address in figures, by any port, as a relay may
 * have one. Against DNS rebinding: the page of a foreign name would be of one origin with what answers to that name. An
 * address has no name that could be pointed elsewhere.
 */
export function isOwnHost(host: string | undefined, origin: string): boolean {
  const asked = (host ?? '').toLowerCase();
  if (asked === new URL(origin).host) return true;
  const name = asked.replace(/:\d+$/, '');
  return name === 'localhost' || figures.test(name);
}
