// What a batch is answered once it is committed: an answer for each site and epoch, none longer than a packet (D2, D6). Pure.
import type { Answer } from '@haixi/proto/mqtt/messages';
import { answerSeqsMax } from '@haixi/proto/mqtt/messages';
import { packetBytesMax } from '@haixi/proto/mqtt/topics';
import type { Admitted, Refusal } from './admission.js';

export interface SiteAnswer {
  readonly siteId: string;
  readonly answer: Answer;
}

/** Answers are cut here, with room for the rest of their packet. */
const answerBytesMax = packetBytesMax / 2;

/** An answer for each site and epoch, and another where it would grow too long for a packet. */
export function answers(stored: readonly Admitted[], refusals: readonly Refusal[]): SiteAnswer[] {
  const open = new Map<string, SiteAnswer & { bytes: number; entries: number }>();
  const full: SiteAnswer[] = [];
  const answerFor = (siteId: string, epoch: string | null, bytes: number) => {
    const key = `${siteId}/${epoch ?? ''}`;
    const now = open.get(key);
    if (now && now.entries < answerSeqsMax && now.bytes + bytes <= answerBytesMax) {
      now.entries += 1;
      now.bytes += bytes;
      return now.answer;
    }
    if (now) full.push(now);
    const answer: Answer = { epoch, stored: [], refused: [] };
    open.set(key, { siteId, answer, bytes, entries: 1 });
    return answer;
  };
  for (const { siteId, epoch, seq } of stored) answerFor(siteId, epoch, 20).stored.push(seq);
  for (const { siteId, epoch, seq, reason, detail } of refusals) {
    const refused = { seq, reason, detail };
    answerFor(siteId, epoch, Buffer.byteLength(JSON.stringify(refused))).refused.push(refused);
  }
  return [...full, ...open.values()].map(({ siteId, answer }) => ({ siteId, answer }));
}
