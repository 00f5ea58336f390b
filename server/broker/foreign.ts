// A publish to a topic that is not the publisher's: taken, and passed to ingest, which quarantines and answers it. Pure.
import { type ForeignPublish, refusedTopic } from './broker-address.js';

/** Of a foreign publish so many bytes are passed on; the whole was one packet at most. */
const bytesPassedOn = 8 * 1024;

/**
 * The message that takes its place. A refused QoS 1 publish would close the connection and come again for ever (MQTT
 * 3.1.1 has no refusal), while a taken one is answered on the publisher's own topic (D6).
 */
export function passedOn(
  siteId: string,
  topic: string,
  payload: Buffer,
): { topic: string; payload: string; retain: false } {
  const foreign: ForeignPublish = {
    topic: topic.slice(0, 500),
    payload: payload.subarray(0, bytesPassedOn).toString('base64'),
    bytes: payload.length,
  };
  return { topic: refusedTopic(siteId), payload: JSON.stringify(foreign), retain: false };
}
