// One connection against a broker that misbehaves: it ends and says why, so that the link can try again.
import { createServer } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { Connection } from './connection.service.js';

/** CONNACK, accepted. */
const accepted = Buffer.from([0x20, 0x02, 0x00, 0x00]);

describe('a connection', () => {
  it('D2 to a broker that never confirms that the site listens is given up, and says so', async () => {
    let greeted = () => {};
    const greeting = new Promise<void>((done) => (greeted = done));
    const broker = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => {
        socket.write(accepted);
        // From now on it takes everything and answers nothing.
        socket.once('data', () => greeted());
      });
    });
    await new Promise<void>((done) => broker.listen(0, '127.0.0.1', done));
    const address = broker.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      let hasOpened = false;
      const connection = new Connection({
        server: `mqtt://127.0.0.1:${port}`,
        siteId: 'shop-01',
        key: 'a-key',
        link: 'link-00000001',
        opened: () => (hasOpened = true),
        received: () => {},
      });
      await greeting;
      await vi.advanceTimersByTimeAsync(20_000);
      expect(await connection.ended).toMatchObject({
        reason: 'broken',
        detail: expect.stringContaining('listening'),
      });
      expect(hasOpened).toBe(false);
    } finally {
      vi.useRealTimers();
      broker.close();
    }
  });
});
