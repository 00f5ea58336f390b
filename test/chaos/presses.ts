// People at the buttons: each press with a note that no other has, through the agent's local door, whatever goes wrong.
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Agent, Button } from './agent.js';
import type { Book } from './book.js';

const keptSchema = z.object({ epoch: z.string(), seq: z.number() });

/** Between two presses of one button, in ms. */
const pauseMs = { least: 300, most: 1_300 };
const answerMsMax = 5_000;

/** Presses this button again and again until `stop` aborts, and enters each answer into the book. */
export async function pressOn(
  agent: Agent,
  { siteId }: Button,
  book: Book,
  random: () => number,
  stop: AbortSignal,
): Promise<void> {
  for (let count = 0; !stop.aborted; count += 1) {
    const note = `${agent.name} ${siteId} ${Math.floor(random() * 2 ** 32).toString(36)} ${count}`;
    book.unsure(note);
    try {
      const response = await fetch(`${agent.door}/press/${siteId}/button-1`, {
        method: 'POST',
        body: JSON.stringify({ note }),
        signal: AbortSignal.timeout(answerMsMax),
      });
      const body: unknown = await response.json();
      if (response.status === 202)
        book.pressed({ note, siteId, ...keptSchema.parse(body), answeredMs: performance.now() });
      else book.refused(note);
    } catch {
      // It was killed, or stands: the press may have been kept all the same.
    }
    await sleep(pauseMs.least + random() * (pauseMs.most - pauseMs.least), null, { signal: stop }).catch(
      () => {},
    );
  }
}
