// A call for help that this tablet's disk would not take: sent at once all the same, as nothing else ever is (T1).
import type { CommandEntry } from './entry';
import type { OutboxWorld, Wire } from './outbox.service';
import { type Pressed, entriesOf, retryMs } from './queue';
import { judge } from './verdict';

/** So often it is tried while the officer still holds the tablet; then they are told to use the radio. */
const triesMax = 5;

/** Whether the server has it. Nothing of it is on the disk, so that an end of the page ends it, too. */
export async function sendUnkept(
  pressed: Omit<Pressed, 'photoKeys'>,
  wire: Wire,
  world: OutboxWorld,
): Promise<boolean> {
  const entry = entriesOf([], { ...pressed, photoKeys: [] }, 1)[0] as CommandEntry;
  const never = new AbortController().signal;
  for (let tries = 0; tries < triesMax; tries += 1) {
    const verdict = judge(entry, await wire.command(entry));
    if (verdict.kind === 'answered') return verdict.answer.kind === 'done';
    await world.pause(retryMs('urgent', 0, world.random()), never);
  }
  return false;
}
