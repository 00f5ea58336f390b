// All that ingest knows of the broker, embedded or another: how to reach it, and where foreign publishes are passed on.

/** Address and credentials of the server's own MQTT client; Nest's token as well. */
export abstract class BrokerAddress {
  /** `ws://…/mqtt`; there from the moment the web port listens. */
  abstract readonly url: string;
  abstract readonly username: string;
  /** New at each start, in no file and no line. */
  abstract readonly password: string;
  /** Makes it ready for the server's client to come in. */
  open(): Promise<void> {
    return Promise.resolve();
  }
  /** The client has taken one message: the embedded broker lets the next one go. Another broker has its own way. */
  arrived(): void {}
  /** The client's connection is a new one, and what was under way on the last will not arrive. */
  stands(): void {}
}

const refusedRoot = 'haixi/v1/refused/';

/**
 * Where the embedded broker passes on what sites published to topics that are not theirs; the last part of the topic
 * is the publisher's site. Inside the server only: no agent may subscribe there.
 */
export const refusedFilter = `${refusedRoot}+`;

export function refusedTopic(siteId: string): string {
  return refusedRoot + siteId;
}

/** What is passed on, as JSON. */
export interface ForeignPublish {
  /** The topic it was meant for. */
  readonly topic: string;
  /** Its first bytes as base64. */
  readonly payload: string;
  /** How many there were. */
  readonly bytes: number;
}
