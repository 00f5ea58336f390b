// Whether a request was meant for this server: a name that somebody else points at us must not get our pages an answer. Pure.

const loopbackNames = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * True for the host of the server's origin, and for this machine's own names by any port, as a relay on it may have one.
 * Against DNS rebinding: the page of a foreign name would be of one origin with what answers to that name.
 */
export function isOwnHost(host: string | undefined, origin: string): boolean {
  const asked = (host ?? '').toLowerCase();
  if (asked === new URL(origin).host) return true;
  return loopbackNames.includes(asked.replace(/:\d+$/, ''));
}
