// What the link needs of one connection of its site: the broker's in the program, a simulated one in a simulation.
import type { SiteTopicName } from '@haixi/proto/mqtt/topics';

/** What a connection is made with. `link` is the number that birth and will share; each connection has its own. */
export interface ConnectionParts {
  readonly server: string;
  readonly siteId: string;
  readonly key: string;
  readonly link: string;
  /** The connection stands and is subscribed: now the birth can be told. Never before `newConnection` has returned. */
  readonly opened: () => void;
  readonly received: (topic: string, payload: Buffer) => void;
}

/** Why a connection ended. */
export type Ended = { reason: 'key_refused' | 'not_admitted' | 'broken'; detail: string };

/** One connection, from its making to its end; it never comes back by itself. */
export interface Line {
  /** Resolves once, whoever ended it; the connection is worth nothing from then on. Never rejects. */
  readonly ended: Promise<Ended>;
  /**
   * Publishes by the topic table, in order. Whether it arrived is told by the server's answers, not by a PUBACK (rule
   * D2). Throws on what no packet may carry.
   */
  publish(name: SiteTopicName, message: unknown): void;
  /** Says good-bye, for a clean end sends no will, and closes. */
  end(): Promise<void>;
  /** Closes at once, without a word. */
  destroy(): void;
}
