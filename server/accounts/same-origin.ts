// Whether a browser's request comes from our own page: the second lock beside SameSite=Strict against foreign pages.
import type { IncomingHttpHeaders } from 'node:http';

/**
 * False where the browser says that another page sent this. `Sec-Fetch-Site` is the browser's own word and holds
 * behind a proxy that changes the host too; older browsers, and plain HTTP beyond loopback, have `Origin` alone.
 * Programs that are no browser send neither, and hold no cookie that somebody else could ride on.
 */
export function isSameOrigin(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const { origin, host } = headers;
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
