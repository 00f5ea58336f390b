// Sees to it that one data folder has one agent: two would give out the same numbers.
import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { createServer } from 'node:net';

/**
 * Holds the folder until the process ends, however it ends; answers whether it was free. The folder has to exist.
 * The lock is a name in Linux's abstract socket space, so nothing stale is left behind; elsewhere nothing is locked.
 */
export function lockFolder(folder: string): Promise<boolean> {
  if (process.platform !== 'linux') return Promise.resolve(true);
  const name = createHash('sha256').update(realpathSync(folder)).digest('hex').slice(0, 32);
  return new Promise((done, failed) => {
    const lock = createServer((socket) => socket.destroy());
    lock.unref();
    lock.once('error', (error) => {
      if ('code' in error && error.code === 'EADDRINUSE') done(false);
      else failed(error);
    });
    lock.listen(`\0haixi-agent-${name}`, () => done(true));
  });
}
