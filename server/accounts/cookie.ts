// The session's cookie, written and read: the one thing a browser holds.

const name = 'haixi_session';

/** How long a session lasts: a shift and its handing over. */
export const sessionLastsMs = 12 * 3_600_000;

/**
 * The `Set-Cookie` header of a session's token, which lasts as long as the session still does. `secure` where the request
 * came over TLS, by a proxy in front.
 */
export function sessionCookie(token: string, secure: boolean, lastsMs = sessionLastsMs): string {
  return written(token, Math.ceil(lastsMs / 1_000), secure);
}

/** The `Set-Cookie` header that takes the cookie away. */
export function noSessionCookie(secure: boolean): string {
  return written('', 0, secure);
}

/** The session's token out of a `Cookie` header, or null. */
export function sessionToken(header: string | undefined): string | null {
  for (const pair of (header ?? '').split(';')) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === name && value !== undefined && /^[A-Za-z0-9_-]{43}$/.test(value)) return value;
  }
  return null;
}

function written(token: string, lastsS: number, secure: boolean): string {
  const flags = `Path=/; Max-Age=${lastsS}; HttpOnly; SameSite=Strict`;
  return `${name}=${token}; ${flags}${secure ? '; Secure' : ''}`;
}
