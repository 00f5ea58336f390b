// Types of the three files of node-media-server that the relay stands on: the package has none of its own.
declare module 'node-media-server/src/session/flv_session.js' {
  import type { IncomingMessage } from 'node:http';
  import type { WebSocket } from 'ws';
  import type { Broadcast, Session } from 'node-media-server/src/core/context.js';
  /** One websocket that brings or gets FLV. It begins with `run`, as what `isPublisher` says then. */
  export default class FlvSession implements Session {
    constructor(request: IncomingMessage, websocket: WebSocket);
    isPublisher: boolean;
    inBytes: number;
    outBytes: number;
    streamPath: string;
    streamQuery: Record<string, string>;
    broadcast: Broadcast;
    onData: (data: Buffer) => void;
    run: () => void;
  }
}
declare module 'node-media-server/src/core/context.js' {
  import type { EventEmitter } from 'node:events';
  export interface Session {
    streamPath: string;
    streamQuery: Record<string, string>;
  }
  /** One stream: its publisher, who gets it, and what a newcomer gets first. */
  export interface Broadcast {
    publishGraceMs: number;
    flvHeader: Buffer;
    flvGopCache: Set<Buffer> | null;
    rtmpGopCache: Set<Buffer> | null;
  }
  const context: {
    config: { auth?: { play: boolean; publish: boolean; secret: string } };
    broadcasts: Map<string, Broadcast>;
    eventEmitter: EventEmitter<{ prePlay: [Session]; prePublish: [Session] }>;
  };
  export default context;
}
declare module 'node-media-server/src/core/logger.js' {
  const logger: { log: (text: string, level?: string) => void };
  export default logger;
}
