// Whether a browser's request comes from our own page: the second lock beside SameSite=Strict against foreign pages.
import type { IncomingHttpHeaders } from 'node:http';

/**
 * False where the browser says that another page sent this. Programs that are no browser send neither header, and
 * hold no cookie that somebody else could ride on.
 */
export function isSameOrigin(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const { origin, host } = headers;
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
