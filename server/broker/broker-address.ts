// Where the broker is and how the server signs in to it: ingest is an ordinary client of any broker.

/** Provided by the broker's module; a class so that Nest can hand it in by its type. */
export class BrokerAddress {
  constructor(
    readonly url: string,
    readonly username: string,
    readonly password: string,
  ) {}
}

/** The internal topic under which the embedded broker hands in what a site published where it may not. */
export const refusedTopic = 'haixi/v1/refused/{siteId}';
export const refusedFilter = 'haixi/v1/refused/+';

/** What stands on that topic: the topic meant, and the payload, cut at a few kilobytes, in base64. */
export interface ForeignPublish {
  readonly topic: string;
  readonly payload: string;
  readonly bytes: number;
}
