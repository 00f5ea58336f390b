// The line between the soak's sites and its server: what one says the other hears at once.
import { type Receiver, SiteLink } from '@haixi/server/ingest/site-link';
import type { SiteTopicName } from '@haixi/proto/mqtt/topics';

export class SoakLink extends SiteLink {
  readonly standsSinceMs = 0;
  /** By site: who hears what the server says to it, while its agent is there. */
  readonly agents = new Map<string, (name: 'answers' | 'commands', message: unknown) => void>();
  private readonly receivers = new Map<string, Receiver[]>();

  on(name: SiteTopicName | 'refused', receiver: Receiver): void {
    this.receivers.set(name, [...(this.receivers.get(name) ?? []), receiver]);
  }

  send(name: 'answers' | 'commands', siteId: string, message: unknown): void {
    this.agents.get(siteId)?.(name, message);
  }

  /** A site, or whoever says that it is one, publishes this. */
  arrive(name: SiteTopicName, siteId: string, message: unknown): void {
    this.arriveRaw(name, siteId, Buffer.from(JSON.stringify(message)));
  }

  arriveRaw(name: SiteTopicName, siteId: string, payload: Buffer): void {
    for (const receiver of this.receivers.get(name) ?? [])
      receiver(siteId, `haixi/${siteId}/${name}`, payload);
  }
}
