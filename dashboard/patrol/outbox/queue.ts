// The outbox's rules, without any I/O: what joins the queue, what goes next, what an answer changes (T1, T4).
import type { About, CommandEntry, Entry, Lane, PatrolCommand } from './entry';
import type { Verdict } from './verdict';

/** The longest wait between two tries; an SOS does not wait long. */
export const retryMsMax: Readonly<Record<Lane, number>> = { urgent: 5_000, ordinary: 30_000 };
const retryMsMin = 1_000;

/** Something an officer has just pressed. */
export interface Pressed {
  readonly personId: string;
  readonly key: string;
  readonly command: PatrolCommand;
  readonly about: About;
  /** Keys of its photos; they go up before it, for the incident in `about`. */
  readonly photoKeys: readonly string[];
  readonly pressedAtMs: number;
}

/** What the store has to write in one transaction. */
export interface Change {
  readonly put: readonly Entry[];
  readonly drop: readonly Entry[];
}

/** The entries one press adds: its photos first, then the command, which names its waiting predecessor. */
export function entriesOf(queue: readonly Entry[], pressed: Pressed, nextSeq: number): Entry[] {
  const { personId, key, command, about, photoKeys, pressedAtMs } = pressed;
  const lane: Lane = command.name === 'unit.sos' ? 'urgent' : 'ordinary';
  const before = waiting(queue, lane).findLast((entry) => entry.type === 'command');
  const head = { personId, lane, about, pressedAtMs, answer: null };
  const photos = photoKeys.map((photoKey, i): Entry => {
    if (about.incidentId === null) throw new Error('a photo belongs to an incident');
    return { ...head, type: 'photo', key: photoKey, seq: nextSeq + i, incidentId: about.incidentId };
  });
  const seq = nextSeq + photos.length;
  return [...photos, { ...head, type: 'command', key, seq, command, after: before?.key ?? null }];
}

/** The number after the last one; numbers of answered entries are not used again while any later one is there. */
export function nextSeqOf(queue: readonly Entry[]): number {
  return queue.reduce((most, entry) => Math.max(most, entry.seq), 0) + 1;
}

/** What has not been answered, in order of pressing. */
export function waiting(queue: readonly Entry[], lane?: Lane): Entry[] {
  return queue
    .filter((entry) => entry.answer === null && (lane === undefined || entry.lane === lane))
    .toSorted((a, b) => a.seq - b.seq);
}

/** The one entry that may go now in this lane: nothing overtakes it. */
export function headOf(queue: readonly Entry[], lane: Lane): Entry | null {
  return waiting(queue, lane)[0] ?? null;
}

/** How many actions wait; a photo counts with its command. */
export function countWaiting(queue: readonly Entry[]): number {
  return waiting(queue).filter((entry) => entry.type === 'command').length;
}

/**
 * What a verdict on the head of a lane changes. Done as asked: the entry goes. Refused or reported late: it stays,
 * answered, until the officer has read it. A refused photo is taken out of the commands that name it, so that the
 * words still arrive. No answer: nothing changes, but a predecessor the server does not know of is no longer named:
 * it was before this one in the lane, so it has been answered, by a refusal that the server does not keep.
 */
export function settle(queue: readonly Entry[], entry: Entry, verdict: Verdict): Change {
  if (verdict.kind === 'keep') {
    if (verdict.because !== 'predecessor' || entry.type === 'photo' || entry.after === null) return nothing;
    return { put: [{ ...entry, after: null }], drop: [] };
  }
  // That something was seen is nothing to read a refusal of: what it was about has gone.
  const isReceipt = entry.type === 'command' && entry.command.name === 'assignment.mark';
  if (isReceipt || (verdict.answer.kind === 'done' && !verdict.answer.late))
    return { put: [], drop: [entry] };
  const answered = { ...entry, answer: verdict.answer };
  if (entry.type === 'command') return { put: [answered], drop: [] };
  const spared = waiting(queue).filter((other) => names(other, entry.key));
  return { put: [answered, ...spared.map((other) => without(other as CommandEntry, entry.key))], drop: [] };
}

/** The queue after a change. */
export function changed(queue: readonly Entry[], change: Change): Entry[] {
  const touched = new Set([...change.put, ...change.drop].map((entry) => entry.key));
  return [...queue.filter((entry) => !touched.has(entry.key)), ...change.put].toSorted(
    (a, b) => a.seq - b.seq,
  );
}

/** Milliseconds to the next try: doubling from 1 s to the lane's most, of which a random half is taken off. */
export function retryMs(lane: Lane, tries: number, random: number): number {
  const full = Math.min(retryMsMax[lane], retryMsMin * 2 ** Math.min(tries, 10));
  return Math.max(retryMsMin, Math.round(full * (1 - random / 2)));
}

const nothing: Change = { put: [], drop: [] };

function names(entry: Entry, photoKey: string): boolean {
  return (
    entry.type === 'command' &&
    'photoIds' in entry.command.body &&
    (entry.command.body.photoIds ?? []).includes(photoKey)
  );
}

function without(entry: CommandEntry, photoKey: string): CommandEntry {
  const body = entry.command.body as { photoIds?: readonly string[] };
  const photoIds = (body.photoIds ?? []).filter((key) => key !== photoKey);
  return { ...entry, command: { ...entry.command, body: { ...body, photoIds } } as PatrolCommand };
}
