// The one file that touches the socket: socket.io and the browser's own events, for the live picture to run on.
import { type ClientToServer, type ServerToClient, framesToClient, livePath } from '@haixi/proto/live/frames';
import { type Socket, io } from 'socket.io-client';
import { type FrameName, type Heard, type Live, type LiveSocket, startLive } from './live';
import { pacedLive } from './paced-live';

/** How often the machine is asked whether it has slept, and by how much its clocks must differ then, in ms. */
const sleepLookEveryMs = 1_000;
const sleepMsMin = 10_000;

/** Follow the server at this page's own origin. `monoMs` and `random` are handed in. */
export function openLive(monoMs: () => number, random: () => number): Live {
  const after = (ms: number, run: () => void) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  };
  const live = pacedLive(startLive({ openSocket, monoMs, random, after }), {
    monoMs,
    next: whenDone(),
    after,
  });
  // A tablet that wakes up or gets its network back does not wait for the next try.
  const awake = () => {
    if (document.visibilityState === 'visible') live.awake();
  };
  document.addEventListener('visibilitychange', awake);
  window.addEventListener('online', live.awake);
  const stopLooking = whenSlept(monoMs, live.slept);
  return {
    ...live,
    close: () => {
      stopLooking();
      document.removeEventListener('visibilitychange', awake);
      window.removeEventListener('online', live.awake);
      live.close();
    },
  };
}

/** Runs something as soon as the browser is done with what it does now; unlike timers, at once in a hidden page too. */
function whenDone(): (run: () => void) => void {
  const { port1, port2 } = new MessageChannel();
  let waiting: (() => void)[] = [];
  port1.addEventListener('message', () => {
    const due = waiting;
    waiting = [];
    for (const run of due) run();
  });
  port1.start();
  return (run) => {
    waiting.push(run);
    port2.postMessage(null);
  };
}

/** socket.io without its own reconnecting. */
function openSocket(heard: Heard): LiveSocket {
  const socket: Socket<ServerToClient, ClientToServer> = io({
    path: livePath,
    transports: ['websocket'],
    autoConnect: false,
    reconnection: false,
  });
  let letGo = false;
  socket.on('connect', () => heard.connected());
  socket.on('disconnect', () => {
    if (!letGo) heard.lost();
  });
  socket.on('connect_error', () => heard.lost());
  for (const name of Object.keys(framesToClient) as FrameName[])
    socket.on(name, (payload: unknown) => heard.frame(name, payload));
  return {
    connect() {
      letGo = false;
      socket.connect();
    },
    disconnect() {
      letGo = true;
      // A socket that was cut counts itself as active until it is told to let go.
      socket.disconnect();
    },
    watch: (watch) => socket.emit('watch', watch),
    tablet: (told) => socket.emit('tablet', told),
  };
}

/**
 * Some machines stop the steady clock while their lid is closed, so that the silence can't be measured by it. The wall
 * clock that has run on meanwhile is no more than a hint: where it was only set, one connection is made anew in vain.
 */
function whenSlept(monoMs: () => number, slept: () => void): () => void {
  let aheadMs = Date.now() - monoMs();
  const timer = setInterval(() => {
    const nowAheadMs = Date.now() - monoMs();
    if (nowAheadMs - aheadMs > sleepMsMin) slept();
    aheadMs = nowAheadMs;
  }, sleepLookEveryMs);
  return () => clearInterval(timer);
}
