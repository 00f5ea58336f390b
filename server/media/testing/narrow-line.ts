// A TCP line of a given width between a viewer and the server, for tests.
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

const everyMs = 50;

/** Passes on to `base`, and back at so many bytes a second; gives its own address. */
export async function narrowLine(
  base: string,
  bytesPerS: number,
): Promise<{ base: string; close: () => void }> {
  const sockets: Socket[] = [];
  const timers: NodeJS.Timeout[] = [];
  const server = createServer((near) => {
    const far = connect(Number(new URL(base).port), '127.0.0.1');
    sockets.push(near, far);
    for (const socket of [near, far]) socket.on('error', () => {});
    near.pipe(far);
    const part = Math.ceil((bytesPerS * everyMs) / 1_000);
    const pass = () => {
      // Less than a part is taken as it is: the head of an answer must not wait for video.
      const bytes = (far.read(Math.min(part, far.readableLength)) ?? null) as Buffer | null;
      if (bytes) near.write(bytes);
    };
    far.on('readable', () => {}).on('close', () => near.destroy());
    timers.push(setInterval(pass, everyMs));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', () => listening()));
  const { port } = server.address() as AddressInfo;
  return {
    base: `http://127.0.0.1:${port}`,
    close: () => {
      for (const timer of timers) clearInterval(timer);
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
