// Commands about oneself at one's workplace: that the alarm sounds were listened to.
import type { CommandBody } from '@haixi/proto/commands/commands';
import { record } from '../incidents/incidents.store.js';
import { type Carrying, done, type Handled, type Handlers, refused } from './handled.js';

export const personCommands: Handlers = { 'sound.check': checkSound };

/** Told in the first of the areas that one receives alarms of: whoever leads there reads it. */
async function checkSound(
  { tx, caller, world }: Carrying,
  { heard, volume }: CommandBody<'sound.check'>,
): Promise<Handled> {
  const [areaId] = caller.areasFor('incident.receive');
  if (areaId === undefined)
    return refused('not_allowed', 'sound.check', 'your roles do not have this action in any area');
  const { personId } = caller;
  const actor = { kind: 'person' as const, id: personId };
  const events = await record(
    tx,
    [{ areaId, type: 'sound.checked', actor, data: { personId, heard, volume } }],
    new Map(),
    world,
  );
  return done(null, null, events[0]!.atMs);
}
