// People at the buttons: each press with a note that no other has, through the agent's local door, whatever goes wrong.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Agent, Button } from './agent.js';
import type { Book } from './book.js';

const keptSchema = z.object({ epoch: z.string(), seq: z.number() });

/** Between two presses of one button, in ms. */
const pauseMs = { least: 300, most: 1_300 };
const answerMsMax = 5_000;
/** Now and then many press at once, and share what the outbox shares: a number each, one sync. */
const burst = { percent: 4, presses: 12 };

/** Presses this button again and again until `stop` aborts, and enters each answer into the book. */
export async function pressOn(
  agent: Agent,
  { siteId }: Button,
  book: Book,
  random: () => number,
  stop: AbortSignal,
): Promise<void> {
  while (!stop.aborted) {
    const count = random() * 100 < burst.percent ? burst.presses : 1;
    const notes = Array.from({ length: count }, () => `${agent.name} ${siteId} ${randomUUID()}`);
    await Promise.all(
      notes.map((note) => press(`${agent.door}/press/${siteId}/button-1`, siteId, note, book)),
    );
    const ms = pauseMs.least + random() * (pauseMs.most - pauseMs.least);
    await sleep(ms, null, { signal: stop }).catch(() => {});
  }
}

async function press(address: string, siteId: string, note: string, book: Book): Promise<void> {
  book.unsure(note);
  try {
    const response = await fetch(address, {
      method: 'POST',
      body: JSON.stringify({ note }),
      signal: AbortSignal.timeout(answerMsMax),
    });
    const body: unknown = await response.json();
    if (response.status !== 202) return book.refused(note);
    book.pressed({ note, siteId, ...keptSchema.parse(body), answeredMs: performance.now() });
  } catch {
    // It was killed, or stands: the press may have been kept all the same.
  }
}
