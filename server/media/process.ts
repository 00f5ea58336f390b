// The media process: a program of its own beside the server, so that no video byte ever waits beside an alarm (rule V1).
import { Socket } from 'node:net';
import type { FromMedia, ToMedia } from './messages.js';
import { Relay } from './relay.service.js';

const relay = new Relay((message: FromMedia) => {
  if (process.connected) process.send?.(message);
});

process.on('message', (message, handle) => {
  // Only the server that started this process speaks on its channel.
  const said = message as ToMedia;
  if (said.kind === 'close') relay.close(said.n, said.code, said.reason);
  else if (said.kind === 'go') relay.go(said.n);
  else relay.take(said, handle instanceof Socket ? handle : undefined);
});
// Without its server there is nobody to let anybody in.
process.once('disconnect', () => process.exit(0));
// A terminal's Ctrl-C reaches the whole group; the server ends this process when it has ended the views.
process.on('SIGINT', () => {}).on('SIGTERM', () => {});
process.send?.({ kind: 'ready' } satisfies FromMedia);
