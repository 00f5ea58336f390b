// What the server's features know of the line to the sites: who hears which topic, how one site is told, whether it stands.
import type { SiteTopicName } from '@haixi/proto/mqtt/topics';

export type Receiver = (siteId: string, topic: string, payload: Buffer) => void;

/** Nest's token as well; `MqttLink` is the one over a broker, and a simulation brings its own. */
export abstract class SiteLink {
  /** Hands every message of this topic to `receiver` too; said before it opens. */
  abstract on(name: SiteTopicName | 'refused', receiver: Receiver): void;
  /** Sends to one site. Without a connection it is not kept: the agent sends again, and is answered then. */
  abstract send(name: 'answers' | 'commands', siteId: string, message: unknown): void;
  /** Since when it stands, on the steady clock (`World.steadyMs`); null while it does not: then nobody can be heard. */
  abstract readonly standsSinceMs: number | null;
}
