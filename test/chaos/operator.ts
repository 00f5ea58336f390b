// An operator at work: does what the picture offers, over HTTP, and knows of each command whether it was answered.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSend, type Send } from '@haixi/dashboard/api/send';
import type { CommandAnswer } from '@haixi/proto/commands/commands';
import type { Incident } from '@haixi/proto/incident/incident';
import { isActive } from '@haixi/proto/incident/moves';
import type { Picture } from '@haixi/proto/live/picture';
import { type Book, commandEvent } from './book.js';

/** Between two commands, in ms. */
const pauseMs = { least: 300, most: 1_200 };

export interface Operator {
  /** Commands that have no answer yet. */
  waiting(): number;
  /** Works until `stop` aborts, then until the last command is answered. */
  work(stop: AbortSignal): Promise<void>;
}

export interface OperatorParts {
  readonly personId: string;
  readonly request: typeof fetch;
  /** What the person sees. */
  readonly picture: () => Picture | null;
  readonly book: Book;
  readonly random: () => number;
}

/** What is to be sent, and the event by which the log tells of it. */
interface Order {
  readonly event: string;
  send(): Promise<CommandAnswer>;
}

export function newOperator({ personId, request, picture, book, random }: OperatorParts): Operator {
  let waiting = 0;
  let signedOut = false;
  const send = createSend({
    request,
    newKey: randomUUID,
    nowMs: Date.now,
    random: Math.random,
    wait: (ms) => sleep(ms),
    signedOut: () => {
      signedOut = true;
    },
  });

  async function once(): Promise<void> {
    const incidents = Object.values(picture()?.incidents ?? {});
    if (incidents.length === 0) return;
    const incident = incidents[Math.floor(random() * incidents.length)]!;
    const order = orderFor(incident, personId, send, random());
    const key = randomUUID();
    waiting += 1;
    signedOut = false;
    book.began(key, [order.event]);
    const answer = await order.send();
    waiting -= 1;
    // Signed out, nobody learns any more whether an earlier try was carried out.
    if (!signedOut) book.answered(key, answer.ok ? order.event : null);
  }

  return {
    waiting: () => waiting,
    async work(stop) {
      while (!stop.aborted) {
        await once();
        const ms = pauseMs.least + random() * (pauseMs.most - pauseMs.least);
        await sleep(ms, null, { signal: stop }).catch(() => {});
      }
    },
  };
}

/** One legal thing to do about an incident, by chance; `draw` is 0 … 1. */
function orderFor(incident: Incident, personId: string, send: Send, draw: number): Order {
  const { incidentId, stage: expects } = incident;
  const to = { incidentId, expects };
  const words = `${personId} ${randomUUID()}`;
  const order = (type: string, about: string, run: () => Promise<CommandAnswer>): Order => ({
    event: commandEvent(type, about, personId),
    send: run,
  });
  if (expects === 'reported')
    return order('incident.received', incidentId, () => send('incident.receive', to));
  if (draw < 0.2)
    return order('incident.rated', incidentId, () => {
      return send('incident.rate', { ...to, level: 2, evidence: 'second-source' });
    });
  const unitId = ['unit-01', 'unit-02'].find(
    (each) => !incident.assignments.some((one) => one.unitId === each && isActive(one)),
  );
  if (draw < 0.45 && unitId !== undefined)
    return order('assignment.sent', words, () => send('incident.send', { ...to, unitId, note: words }));
  if (draw < 0.65)
    return order('incident.closed', incidentId, () => {
      return send('incident.close', { ...to, outcome: 'test', done: words, reason: words });
    });
  return order('incident.noted', words, () => send('incident.note', { incidentId, text: words }));
}
