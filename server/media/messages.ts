// What the server and its media process say to one another; with `publish` and `view` goes the socket itself.
import type { IncomingHttpHeaders } from 'node:http';

/** A connection that was let in: the number it is spoken of by, its stream, and the handshake it still waits for. */
export interface Handover {
  readonly kind: 'publish' | 'view';
  readonly n: number;
  readonly stream: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** What came after the request's head already, in base64. */
  readonly head: string;
}

/**
 * `go` follows each handover. Node sends it only when this end has closed its own copy of the socket, which reads up to
 * then: whatever the other side sent before would be lost. So it is let speak, by the handshake's answer, after `go`.
 */
export type ToMedia =
  | Handover
  | { readonly kind: 'go'; readonly n: number }
  | { readonly kind: 'close'; readonly n: number; readonly code: number; readonly reason: string };

/**
 * Why a connection is over. `left`: the other side closed it; `slow`: rule V2; `silent`: a publisher from which
 * nothing came; `stream-ended`: a viewer whose publisher is gone; `replaced`: a publisher in whose place a newer one
 * came; `broken`: it sent what is no websocket or no FLV; `closed`: the server said so.
 */
export type LinkEnd = 'left' | 'slow' | 'silent' | 'stream-ended' | 'replaced' | 'broken' | 'closed';

export type FromMedia =
  | { readonly kind: 'ready' }
  | { readonly kind: 'ended'; readonly n: number; readonly because: LinkEnd; readonly bytes: number }
  /** Each second: memory of the process, and for each connection by its number the bytes it has brought or got. */
  | {
      readonly kind: 'figures';
      readonly rssBytes: number;
      readonly bytes: readonly (readonly [number, number])[];
    };
