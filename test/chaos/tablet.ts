// An officer's tablet: the page's own outbox over a store in memory, pressed on through every outage, answered in the end.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { post } from '@haixi/dashboard/api/post';
import {
  type CommandEntry,
  type Entry,
  type PatrolCommand,
  wireBody,
} from '@haixi/dashboard/patrol/outbox/entry';
import { Outbox, type OutboxStore, type Wire } from '@haixi/dashboard/patrol/outbox/outbox.service';
import { changed, entriesOf, nextSeqOf, waiting } from '@haixi/dashboard/patrol/outbox/queue';
import { meSchema } from '@haixi/proto/commands/routes';
import type { Picture } from '@haixi/proto/live/picture';
import { type Book, commandEvent } from './book.js';

/** Between two presses, in ms. */
const pauseMs = { least: 500, most: 2_500 };
/** An officer presses no more than so many without an answer. */
const waitingMax = 60;

export interface Tablet {
  /** Actions without an answer. */
  waiting(): number;
  /** Presses until `stop` aborts; the outbox goes on sending. */
  work(stop: AbortSignal): Promise<void>;
  /** Begins to send, until `stop` aborts. */
  run(stop: AbortSignal): Promise<void>;
}

export interface TabletParts {
  readonly personId: string;
  readonly unitId: string;
  readonly request: typeof fetch;
  readonly picture: () => Picture | null;
  readonly book: Book;
  readonly random: () => number;
}

/** The steps of an assignment in their order, each with the state it expects and the event that tells of it. */
const steps = [
  ['assignment.sign', 'sent', 'assignment.signed'],
  ['assignment.setOut', 'signed', 'assignment.setOut'],
  ['assignment.arrive', 'setOut', 'assignment.arrived'],
  ['assignment.feedBack', 'arrived', 'assignment.fedBack'],
] as const;

export function newTablet({ personId, unitId, request, picture, book, random }: TabletParts): Tablet {
  const outbox = new Outbox(personId, memory(), wireOf(request, personId, book), {
    random: Math.random,
    pause: (ms, wake) => sleep(ms, undefined, { signal: wake }).catch(() => undefined),
  });
  /** How far each assignment was pressed on: an officer does not wait for the server between two steps. */
  const pressed = new Map<string, number>();

  function next(): { command: PatrolCommand; incidentId: string | null; assignmentId: string | null } | null {
    const words = `${personId} ${randomUUID()}`;
    const incidents = Object.values(picture()?.incidents ?? {});
    if (random() < 0.06)
      return {
        command: { name: 'unit.sos', body: { unitId, position: null, note: words } },
        incidentId: null,
        assignmentId: null,
      };
    for (const { incidentId, assignments } of incidents)
      for (const { assignmentId, unitId: whose } of assignments) {
        const at = pressed.get(assignmentId) ?? 0;
        const step = steps[at];
        if (whose !== unitId || step === undefined) continue;
        pressed.set(assignmentId, at + 1);
        const [name, expects] = step;
        const body = { incidentId, assignmentId, expects, note: name === 'assignment.feedBack' ? words : '' };
        return { command: { name, body }, incidentId, assignmentId };
      }
    const incident = incidents[Math.floor(random() * incidents.length)];
    if (!incident) return null;
    const { incidentId } = incident;
    return {
      command: { name: 'incident.note', body: { incidentId, text: words } },
      incidentId,
      assignmentId: null,
    };
  }

  return {
    waiting: () => waiting(outbox.state().entries).length,
    run: (stop) => outbox.run(stop),
    async work(stop) {
      while (!stop.aborted) {
        const action = waiting(outbox.state().entries).length < waitingMax ? next() : null;
        if (action !== null) {
          const { command, incidentId, assignmentId } = action;
          const about = { incidentId, assignmentId, address: '' };
          await outbox.take({ key: randomUUID(), command, about, pressedAtMs: Date.now() });
        }
        const ms = pauseMs.least + random() * (pauseMs.most - pauseMs.least);
        await sleep(ms, null, { signal: stop }).catch(() => {});
      }
    },
  };
}

/** The way to the server; what the server says of an action goes into the book by the way. */
function wireOf(request: typeof fetch, personId: string, book: Book): Wire {
  return {
    async who() {
      try {
        const response = await request('/api/me', { signal: AbortSignal.timeout(10_000) });
        if (response.status === 401) return 'signed_out';
        return { personId: meSchema.parse(await response.json()).person.personId };
      } catch {
        return null;
      }
    },
    async command(entry) {
      const [asked, late] = eventsOf(entry, personId);
      book.began(entry.key, [asked, late]);
      const posted = await post(entry.command.name, wireBody(entry), request);
      if (posted.kind === 'answered' && posted.answer.key === entry.key) {
        const { answer } = posted;
        // One whose predecessor has no answer yet was not looked at.
        const isLast = answer.ok || answer.reason !== 'predecessor_unanswered';
        if (isLast) book.answered(entry.key, answer.late ? late : answer.ok ? asked : null);
      }
      return posted;
    },
    photo: async () => ({ kind: 'unreachable' }),
  };
}

/** The event by which the log tells of this entry, and the one where it was only reported late. */
function eventsOf({ command, about }: CommandEntry, personId: string): [asked: string, late: string] {
  const both = (type: string, of: string): [string, string] => {
    const move = command.name.slice('assignment.'.length);
    const late = commandEvent('assignment.reportedLate', `${about.assignmentId} ${move}`, personId);
    return [commandEvent(type, of, personId), late];
  };
  if (command.name === 'unit.sos') return both('sos', command.body.note ?? '');
  if (command.name === 'incident.note') return both('incident.noted', command.body.text);
  const step = steps.find(([name]) => name === command.name);
  return both(step?.[2] ?? command.name, about.assignmentId ?? '');
}

/** A store that outlives every outage of the network, as the tablet's disk does. */
function memory(): OutboxStore {
  let rows: Entry[] = [];
  return {
    load: async () => [...rows],
    add: async (pressed) => {
      rows = [...rows, ...entriesOf(rows, pressed, nextSeqOf(rows))];
    },
    change: async (change) => {
      // What was refused is told to the officer, who reads it at once.
      rows = changed(rows, change).filter((entry) => entry.answer === null);
    },
    photo: async () => null,
  };
}
