// Who comes to a door before it is known who it is: from which address, by which browser. Pure.

export interface Visitor {
  /** The address as the nearest proxy saw it; where there is none, the socket's. */
  readonly address: string;
  /** The browser and its system in a few words, such as `Chrome 142, Android`. */
  readonly browser: string;
}

/** The longest forms of IPv6 are shorter. */
const addressLengthMax = 45;

/**
 * The address of a request. A proxy on this machine appends whom it heard to `X-Forwarded-For`, so its last entry counts,
 * and only where the socket is the proxy's: anybody else could write what they like.
 */
export function addressOf(socketAddress: string | undefined, forwardedFor: string | undefined): string {
  const socket = (socketAddress ?? '').replace(/^::ffff:/, '');
  const last = forwardedFor?.split(',').at(-1)?.trim() ?? '';
  const isAddress = last.length <= addressLengthMax && /^[0-9a-f:.]+$/i.test(last);
  return isLoopbackAddress(socket) && isAddress ? last.toLowerCase() : socket;
}

export function isLoopbackAddress(address: string): boolean {
  return address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.');
}

/** What counts as one neighbour: an IPv4 address, or the half of an IPv6 address that a line is given. */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.split('::', 2);
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const groups = [...before, ...Array<string>(zeros).fill('0'), ...after];
  return `${groups.slice(0, 4).join(':')}::/64`;
}

// Edge and Opera call themselves Chrome as well, and Chrome calls itself Safari: the first that fits is right.
const browsers: readonly (readonly [name: string, version: RegExp])[] = [
  ['MicroMessenger', /MicroMessenger\/(\d+)/],
  ['Edge', /Edg(?:e|A|iOS)?\/(\d+)/],
  ['Opera', /OPR\/(\d+)/],
  ['Firefox', /(?:Firefox|FxiOS)\/(\d+)/],
  ['Chrome', /(?:Chrome|CriOS|Chromium)\/(\d+)/],
  ['Safari', /Version\/(\d+).*Safari/],
];
const systems: readonly (readonly [name: string, sign: RegExp])[] = [
  ['HarmonyOS', /HarmonyOS|OpenHarmony/],
  ['Android', /Android/],
  ['iPhone', /iPhone/],
  ['iPad', /iPad/],
  ['Windows', /Windows/],
  ['macOS', /Mac OS X/],
  ['Linux', /Linux/],
];

/** The browser out of a `User-Agent` header; empty where it says nothing we know. */
export function browserOf(userAgent: string | undefined): string {
  const text = (userAgent ?? '').slice(0, 500);
  const browser = browsers.find(([, version]) => version.test(text));
  const system = systems.find(([, sign]) => sign.test(text))?.[0];
  const named = browser && `${browser[0]} ${browser[1].exec(text)![1]}`;
  return [named, system].filter((part) => part !== undefined).join(', ');
}
