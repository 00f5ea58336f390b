// Which addresses a key may travel to: TLS anywhere, without it only to this very machine (pure).
import { isBrokerAddress, isWebAddress } from '../config/config.js';

const tls: readonly string[] = ['https:', 'wss:', 'mqtts:'];

/** Null where a key may be sent there, or why not. */
export function webFault(address: string): string | null {
  if (!isWebAddress(address))
    return 'write the web address of the server, such as https://centre.example, and nothing behind it';
  return plainFault(address);
}

/** The same of the broker's address, which the server tells. */
export function brokerFault(address: string): string | null {
  if (!isBrokerAddress(address)) return 'the server tells an address that is none of a broker';
  return plainFault(address);
}

function plainFault(address: string): string | null {
  const { protocol, hostname } = new URL(address);
  if (tls.includes(protocol) || isThisMachine(hostname)) return null;
  return `${address}: without TLS a key goes only to this machine itself: write https://`;
}

function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
}
