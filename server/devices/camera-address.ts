// Which addresses a camera may have, and how one is shown: never the box's own machine, never a metadata service. Pure.

/** Names that mean a machine itself or a cloud's metadata service, whatever they resolve to. */
const refusedNames = [
  'localhost',
  'localdomain',
  'ip6-localhost',
  'ip6-loopback',
  'metadata',
  'metadata.google.internal',
  'metadata.goog',
  'instance-data',
  'instance-data.ec2.internal',
];

/** Metadata services at addresses that are not link-local: Alibaba Cloud, Oracle (old), Azure's wire server. */
const metadataAddresses = ['100.100.100.200', '192.0.0.192', '168.63.129.16'];

export type AddressRefused =
  'no_address' | 'loopback' | 'link_local' | 'multicast' | 'unspecified' | 'metadata';

/**
 * Why a camera can't be at this address (`rtsp://user:password@host:port/path`); null where it can. The host is read as
 * a browser or a resolver would read it, so that no spelling (decimal, hex, octal, short, mapped into IPv6) gets by. A
 * name is judged again by the box when it has resolved it.
 */
export function refusedAddress(address: string): AddressRefused | null {
  const host = hostOf(address);
  if (host === null) return 'no_address';
  if (host.startsWith('[')) return refusedIpv6(host.slice(1, -1));
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) return refusedIpv4(host.split('.').map(Number));
  return refusedName(host);
}

/** An address as it is shown: without user, password and what follows a question mark, which may hold them too. */
export function shownAddress(address: string): string {
  const url = urlOf(address);
  if (!url) return '';
  // Some makers have user and password in the path: `/user=admin&password=…&channel=1`.
  const path = url.pathname.includes('=') ? '/…' : url.pathname;
  return `${url.protocol}//${url.host}${path}${url.search === '' ? '' : '?…'}`;
}

/**
 * The host as the WHATWG rules write it. For a scheme of its own, such as rtsp, they leave a host as it was typed; read
 * under http it is decoded, and every number that means an IPv4 address becomes one.
 */
function hostOf(address: string): string | null {
  const url = urlOf(address);
  if (!url || url.hostname === '') return null;
  const plain = `http://${url.hostname}/`;
  if (!URL.canParse(plain)) return null;
  const { hostname, username, pathname } = new URL(plain);
  // A percent-encoded sign that ends a host would make another host of it.
  return username === '' && pathname === '/' && hostname !== '' ? hostname.replace(/\.+$/, '') : null;
}

function urlOf(address: string): URL | null {
  // Some readers take a backslash for a slash and some for a part of the host: such an address is none.
  if (address.includes('\\') || !URL.canParse(address)) return null;
  const url = new URL(address);
  return url.protocol === 'rtsp:' || url.protocol === 'rtsps:' ? url : null;
}

function refusedName(host: string): AddressRefused | null {
  if (host === '' || !/^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/.test(host)) return 'no_address';
  if (host === 'localhost' || host.endsWith('.localhost') || host.endsWith('.localdomain')) return 'loopback';
  if (!refusedNames.includes(host)) return null;
  return host.startsWith('metadata') || host.startsWith('instance') ? 'metadata' : 'loopback';
}

function refusedIpv4(parts: readonly number[]): AddressRefused | null {
  const [a, b] = parts as [number, number];
  if (metadataAddresses.includes(parts.join('.'))) return 'metadata';
  if (a === 127) return 'loopback';
  if (a === 0) return 'unspecified';
  if (a === 169 && b === 254) return 'link_local';
  // Multicast, reserved and broadcast: no camera answers there.
  return a >= 224 ? 'multicast' : null;
}

/** Prefixes of IPv6 addresses that hold an IPv4 address, with the group it begins at: mapped, compatible, NAT64, 6to4. */
const embedded: readonly (readonly [prefix: readonly number[], at: number])[] = [
  [[0, 0, 0, 0, 0, 0xffff], 6],
  [[0, 0, 0, 0, 0xffff, 0], 6],
  [[0, 0, 0, 0, 0, 0], 6],
  [[0x64, 0xff9b, 0, 0, 0, 0], 6],
  [[0x2002], 1],
];

function refusedIpv6(host: string): AddressRefused | null {
  const groups = groupsOf(host);
  const [first] = groups as [number];
  if (groups.every((group) => group === 0)) return 'unspecified';
  if (groups.slice(0, 7).every((group) => group === 0) && groups[7] === 1) return 'loopback';
  if ((first & 0xffc0) === 0xfe80 || (first & 0xffc0) === 0xfec0) return 'link_local';
  if ((first & 0xff00) === 0xff00) return 'multicast';
  // Amazon's metadata service over IPv6.
  if (host === 'fd00:ec2::254') return 'metadata';
  for (const [prefix, at] of embedded) {
    if (!prefix.every((group, index) => groups[index] === group)) continue;
    const [high, low] = groups.slice(at, at + 2) as [number, number];
    return refusedIpv4([high >> 8, high & 0xff, low >> 8, low & 0xff]);
  }
  return null;
}

/** The eight groups of an address in its one WHATWG spelling. */
function groupsOf(host: string): number[] {
  const [head = '', tail] = host.split('::');
  const read = (part: string) =>
    part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16));
  if (tail === undefined) return read(head);
  const [before, after] = [read(head), read(tail)];
  return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => 0), ...after];
}
