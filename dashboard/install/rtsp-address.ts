// A camera's address as three fields, as its leaflet has them, and as one RTSP address. Pure.

export interface Login {
  readonly user: string;
  readonly password: string;
}

/** The address with its login, written so that any letter of a password passes. An empty login is none. */
export function withLogin(address: string, { user, password }: Login): string {
  const bare = address.trim();
  if (user === '' && password === '') return bare;
  return bare.replace('://', `://${encoded(user)}:${encoded(password)}@`);
}

/** Takes a login that was typed or pasted into the address out of it, so that it does not stay readable there. */
export function parted(typed: string): { address: string; login: Login | null } {
  const found = /^(rtsps?:\/\/)([^/?#]*)@(.*)$/iu.exec(typed.trim());
  if (!found) return { address: typed.trim(), login: null };
  const [user = '', ...password] = found[2]!.split(':');
  const login = { user: decoded(user), password: decoded(password.join(':')) };
  return { address: `${found[1]}${found[3]}`, login };
}

/** Whether it can be an RTSP address at all: its scheme and a host. */
export function isRtsp(address: string): boolean {
  return (
    /^rtsps?:\/\/[^\s/@:?#]+|^rtsps?:\/\/\[[0-9a-f:.]+\]/iu.test(address.trim()) &&
    !/\s/u.test(address.trim())
  );
}

function encoded(part: string): string {
  return encodeURIComponent(part).replaceAll(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
