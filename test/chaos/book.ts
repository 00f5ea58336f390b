// What was answered as done, and what the log must therefore hold, each once: the book that a run is judged by.
import type { LogRow } from '@haixi/server/log/chain';

/** A press that the agent's door has answered as kept. */
export interface Press {
  readonly note: string;
  readonly siteId: string;
  readonly epoch: string;
  readonly seq: number;
  /** Steady clock of whoever pressed. */
  readonly answeredMs: number;
}

export interface Counts {
  readonly sent: number;
  readonly stored: number;
  readonly lost: number;
  readonly doubled: number;
}

/** The part of an event's data that names what was answered. */
interface Told {
  incidentId?: string;
  assignmentId?: string;
  text?: string;
  note?: string;
  move?: string;
  alarm?: { siteId: string | null; entry: { epoch: string; seq: number } | null; note: string };
}

/** An event of a command, as answer and log both name it. */
export function commandEvent(type: string, about: string, personId: string): string {
  return `${type} ${about} by ${personId}`;
}

export class Book {
  private readonly presses = new Map<string, Press>();
  private readonly unanswered = new Set<string>();
  private readonly done = new Map<string, number>();
  private readonly open = new Map<string, readonly string[]>();
  private readonly seen = new Set<string>();
  private longestMs = 0;

  /** The door said that this press is on its disk. */
  pressed(press: Press): void {
    this.presses.set(press.note, press);
    this.unanswered.delete(press.note);
  }

  /** No answer came, or none is known yet: it may be in the log, and not twice. */
  unsure(note: string): void {
    this.unanswered.add(note);
  }

  /** The door said no: it must not be in the log. Nothing rests on it but the count. */
  refused(note: string): void {
    this.unanswered.delete(note);
  }

  /** A command is on its way: until it is answered, one of these events may be in the log. */
  began(key: string, events: readonly string[]): void {
    this.open.set(key, events);
  }

  /** The server has answered it, with the event that is in the log because of it; null where there is none. */
  answered(key: string, event: string | null): void {
    this.open.delete(key);
    if (event !== null) this.done.set(event, (this.done.get(event) ?? 0) + 1);
  }

  /** The log has this row, seen for the first time at `nowMs` of the steady clock. */
  sees(row: Pick<LogRow, 'type' | 'actor' | 'data'>, nowMs: number): void {
    const note = toldIn(row).alarm?.note;
    const press = note === undefined ? undefined : this.presses.get(note);
    if (note !== undefined) this.seen.add(note);
    if (press) this.longestMs = Math.max(this.longestMs, nowMs - press.answeredMs);
  }

  /** Presses that were answered and have not been seen in the log yet. */
  get awaited(): number {
    return [...this.presses.keys()].filter((note) => !this.seen.has(note)).length;
  }

  /** The longest time from a press's answer to its row in the log, in ms. */
  get longestOutageMs(): number {
    return Math.round(this.longestMs);
  }

  /** Holds the whole log against the book; `told` gets each fault in words. */
  judge(
    log: readonly Pick<LogRow, 'type' | 'actor' | 'data' | 'area_id' | 'n'>[],
    told: (fault: string) => void,
  ): Counts {
    const byNote = new Map<string, string[]>();
    const byEntry = new Map<string, string[]>();
    const byEvent = new Map<string, number>();
    for (const row of log) {
      const { alarm } = toldIn(row);
      const place = `${row.area_id}/${row.n}`;
      if (alarm?.entry) {
        const { siteId, entry } = alarm;
        push(byEntry, `${siteId} ${entry.epoch} ${entry.seq}`, place);
        if (alarm.note !== '') push(byNote, alarm.note, `${place} ${siteId} ${entry.epoch} ${entry.seq}`);
      }
      const event = eventOf(row);
      if (event !== null) byEvent.set(event, (byEvent.get(event) ?? 0) + 1);
    }
    let [lost, doubled, stored] = [0, 0, 0];
    const isLost = (what: string) => {
      lost += 1;
      told(`lost: ${what}`);
    };
    const isDoubled = (what: string, times: number) => {
      doubled += times;
      told(`doubled: ${what}`);
    };
    for (const [entry, places] of byEntry)
      if (places.length > 1) isDoubled(`entry ${entry} stands at ${places.join(', ')}`, places.length - 1);
    for (const { note, siteId, epoch, seq } of this.presses.values()) {
      const places = byNote.get(note) ?? [];
      const entry = `${siteId} ${epoch} ${seq}`;
      if (!places.some((place) => place.endsWith(` ${entry}`)))
        isLost(
          `the press ${note}, kept by its agent as ${entry}, is not in the log (${places.join(', ') || 'nowhere'})`,
        );
      else stored += 1;
    }
    for (const [note, places] of byNote)
      if (places.length > 1 && new Set(places.map((place) => place.split(' ').slice(1).join(' '))).size > 1)
        isDoubled(`the press ${note} stands at ${places.join(', ')}`, places.length - 1);
    const open = [...this.open.values()].flat();
    for (const event of new Set([...this.done.keys(), ...byEvent.keys()])) {
      const [times, found] = [this.done.get(event) ?? 0, byEvent.get(event) ?? 0];
      const most = times + open.filter((one) => one === event).length;
      const words = `${event} was answered ${times} times and is in the log ${found} times`;
      stored += Math.min(found, times);
      for (let missing = found; missing < times; missing += 1) isLost(words);
      if (found > most) isDoubled(words, found - most);
    }
    const sent = this.presses.size + [...this.done.values()].reduce((sum, times) => sum + times, 0);
    return { sent, stored, lost, doubled };
  }

  /** What was answered, by kind. */
  get figures(): { presses: number; unanswered: number; commands: number } {
    const commands = [...this.done.values()].reduce((sum, times) => sum + times, 0);
    return { presses: this.presses.size, unanswered: this.unanswered.size, commands };
  }
}

/** How the log names what a person did; null for what nobody commanded. */
function eventOf(row: Pick<LogRow, 'type' | 'actor' | 'data'>): string | null {
  const actor = JSON.parse(row.actor) as { kind: string; id?: string };
  if (actor.kind !== 'person' || actor.id === undefined) return null;
  // Coming in is no command, and nothing that a person waits for by a key.
  if (row.type.startsWith('person.')) return null;
  const { incidentId, assignmentId, text, note, move, alarm } = toldIn(row);
  // A view is told by the server, and a unit is released with its incident's close: nobody commands these.
  if (row.type.startsWith('view.') || row.type === 'assignment.released') return null;
  if (alarm) return commandEvent('sos', alarm.note, actor.id);
  if (row.type === 'incident.noted') return commandEvent(row.type, text ?? '', actor.id);
  if (row.type === 'assignment.sent') return commandEvent(row.type, note ?? '', actor.id);
  if (row.type === 'assignment.reportedLate')
    return commandEvent(row.type, `${assignmentId} ${move}`, actor.id);
  return commandEvent(row.type, assignmentId ?? incidentId ?? '', actor.id);
}

function toldIn({ data }: Pick<LogRow, 'data'>): Told {
  return data === null ? {} : (JSON.parse(data) as Told);
}

function push(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
