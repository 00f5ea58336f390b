// Ports of this machine's loopback: one that is free, and whether a certain one is; asked before anything is started.
import { createServer } from 'node:net';
import { StartFault } from './fault.js';

/** A port nobody uses now. */
export function freePort(): Promise<number> {
  return tryPort(0);
}

/** @throws StartFault `busy`, with the remedy, if somebody listens there or the system keeps it for root. */
export async function requireFree(port: number): Promise<void> {
  try {
    await tryPort(port);
  } catch (error) {
    const other = `PORT=${port === 8080 ? 8081 : 8080} npm start`;
    const refused = error instanceof Error && 'code' in error && error.code === 'EACCES';
    const why = refused ? 'may only be used by root' : 'is used by another program';
    throw new StartFault(
      'busy',
      `Port ${port} ${why}: free it, or choose another one, for instance with ${other}`,
    );
  }
}

function tryPort(port: number): Promise<number> {
  return new Promise((settle, fail) => {
    const probe = createServer().on('error', fail);
    probe.listen(port, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => settle(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
