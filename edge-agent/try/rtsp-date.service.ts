// Asks an RTSP camera for nothing but an answer, in whose head most cameras write their clock.
import { connect } from 'node:net';

const patienceMs = 3_000;

/** The camera's clock in epoch milliseconds by its `Date:` (to the second); null where it tells none. */
export function askDate(address: string): Promise<number | null> {
  const url = URL.parse(address);
  if (url?.protocol !== 'rtsp:') return Promise.resolve(null);
  const target = `rtsp://${url.host}${url.pathname}`;
  return new Promise((done) => {
    const socket = connect({ host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port || 554) });
    let head = '';
    const end = (date: number | null) => {
      socket.destroy();
      done(date);
    };
    socket.setTimeout(patienceMs, () => end(null));
    socket.on('error', () => end(null));
    socket.on('close', () => end(null));
    socket.on('connect', () => socket.write(`OPTIONS ${target} RTSP/1.0\r\nCSeq: 1\r\n\r\n`));
    socket.on('data', (chunk) => {
      head += chunk.toString('latin1');
      if (head.includes('\r\n\r\n') || head.length > 8_192) end(dateIn(head));
    });
  });
}

function dateIn(head: string): number | null {
  const atMs = Date.parse(/^Date: *(.*)\r$/im.exec(head)?.[1] ?? '');
  return Number.isNaN(atMs) ? null : atMs;
}
