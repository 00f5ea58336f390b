// A line between a screen and its server that can be jammed, for tests.
import { connect, createServer, type Server, type Socket as NetSocket } from 'node:net';

/** A way to the server that can be jammed: the connection stays, and nothing comes through to the screen. */
export async function layCable(
  to: string,
): Promise<{ base: string; server: Server; jam(isJammed: boolean): void }> {
  const ends: { near: NetSocket; far: NetSocket }[] = [];
  const server = createServer((near) => {
    const far = connect(Number(new URL(to).port), '127.0.0.1');
    ends.push({ near, far });
    near.on('error', () => far.destroy()).pipe(far);
    far.on('error', () => near.destroy()).pipe(near);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  return {
    base: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    server,
    jam: (isJammed) => {
      for (const { near, far } of ends) {
        if (isJammed) far.unpipe(near).pause();
        else far.pipe(near);
      }
    },
  };
}
