// Where a camera's address that came from the server leads: asked once of DNS, and never to the box itself or a service of its network.
import { lookup } from 'node:dns/promises';
import { BlockList, isIPv6 } from 'node:net';
import type { CameraConfig } from './camera-config.js';
import { faultTexts } from './fault.js';

/** `opened` names the very addresses that were looked at: a name that leads elsewhere a moment later leads nowhere. */
export type Reached = { ok: true; opened: CameraConfig } | { ok: false; fault: string };

export type Reach = (config: CameraConfig) => Promise<Reached>;

/** The box's own programs. */
const loopback = [
  ['127.0.0.0', 8],
  ['::1', 128],
] as const;

/** No camera stands at any of these; what does are programs of the box, its neighbours on the wire, and clouds' metadata. */
const forbidden = [
  ['0.0.0.0', 8],
  ['100.100.100.200', 32],
  ['168.63.129.16', 32],
  ['169.254.0.0', 16],
  ['192.0.0.192', 32],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  // IPv4 in clothes of IPv6, of which the mapped one is looked through to the rows above; and the same as above.
  ['::', 128],
  ['::', 96],
  ['64:ff9b::', 96],
  ['2002::', 16],
  ['fe80::', 10],
  ['fd00:ec2::254', 128],
  ['ff00::', 8],
] as const;

/** `allowsLoopback`: for tests and demonstrations, whose cameras are programs of the same machine. */
export function newReach(allowsLoopback: boolean): Reach {
  const blocked = new BlockList();
  for (const [network, prefix] of forbidden) {
    // The network of compatible addresses holds ::1, which a demonstration may need.
    if (allowsLoopback && network === '::' && prefix === 96) continue;
    blocked.addSubnet(network, prefix, isIPv6(network) ? 'ipv6' : 'ipv4');
  }
  if (!allowsLoopback) {
    for (const [network, prefix] of loopback)
      blocked.addSubnet(network, prefix, isIPv6(network) ? 'ipv6' : 'ipv4');
  }
  const isBlocked = (address: string) => blocked.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
  return async (config) => {
    const { substream } = config;
    const address = await reached(config.address, isBlocked);
    const smaller = substream === undefined ? null : await reached(substream, isBlocked);
    if (!address.ok) return address;
    if (smaller && !smaller.ok) return smaller;
    const opened = { ...config, address: address.address };
    return { ok: true, opened: smaller ? { ...opened, substream: smaller.address } : opened };
  };
}

type ReachedAddress = { ok: true; address: string } | { ok: false; fault: string };

/** The system reads every spelling of a number as the camera's program would: 2130706433, 0x7f.1, 0177.0.0.1. */
async function reached(address: string, isBlocked: (address: string) => boolean): Promise<ReachedAddress> {
  const parts = /^(rtsps?:\/\/)([^/?#]*@)?(\[[^\]]*\]|[^:/?#]*)(:\d*)?([/?#].*)?$/i.exec(address);
  const [, scheme = '', login = '', host = '', port = '', rest = ''] = parts ?? [];
  if (host === '') return { ok: false, fault: faultTexts.name };
  const found = await lookup(host.replaceAll(/^\[|\]$/g, ''), { all: true, verbatim: true }).catch(() => []);
  const [first] = found;
  if (!first) return { ok: false, fault: faultTexts.name };
  if (found.some((each) => isBlocked(each.address))) return { ok: false, fault: faultTexts.forbiddenAddress };
  const named = first.family === 6 ? `[${first.address}]` : first.address;
  return { ok: true, address: `${scheme}${login}${named}${port}${rest}` };
}
