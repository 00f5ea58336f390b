// HTTP Basic (RFC 7617), read: how an agent shows its site's id and key on a request.

/** What a 401 asks for. */
export const basicChallenge = 'Basic realm="haixi site", charset="UTF-8"';

/** The name and password of an `Authorization` header; null where it is no Basic one. */
export function readBasic(header: string | undefined): { name: string; password: string } | null {
  const token = /^Basic ([A-Za-z0-9+/]+={0,2})$/i.exec(header ?? '')?.[1];
  if (token === undefined) return null;
  const [name, ...rest] = Buffer.from(token, 'base64').toString('utf8').split(':');
  return rest.length === 0 ? null : { name: name!, password: rest.join(':') };
}
