// Commands about a site: that somebody knows which of its alarms are lost for ever (rule D5).
import type { CommandBody } from '@haixi/proto/commands/commands';
import { acknowledgeGap } from '../cameras/gaps.store.js';
import { type Carrying, done, type Handled, type Handlers, refused } from './handled.js';

export const siteCommands: Handlers = { 'gap.acknowledge': acknowledge };

/** Ends a lost gap. One that may still be filled stays: nobody can acknowledge what is not known yet. */
async function acknowledge(
  { tx, caller, world }: Carrying,
  body: CommandBody<'gap.acknowledge'>,
): Promise<Handled> {
  const { siteId, gapId, note } = body;
  const readable = caller.areasFor('live.watch');
  const site = await tx
    .selectFrom('sites')
    .select('area_id')
    .where('site_id', '=', siteId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!site || !readable.includes(site.area_id))
    return refused('not_found', 'siteId', 'there is no such site in your areas');
  const areaId = site.area_id;
  if (!caller.may('gap.acknowledge', areaId))
    return refused('not_allowed', 'siteId', 'your roles do not have this action in its area');
  const by = { personId: caller.personId, note };
  const ended = await acknowledgeGap(tx, { siteId, areaId, gapId }, by, world);
  if (ended === 'not_found')
    return refused('not_found', 'gapId', 'this gap is not shown any more: it was filled or acknowledged');
  if (ended === 'gap_not_lost')
    return refused(
      'gap_not_lost',
      'gapId',
      'its alarms may still come: a gap is acknowledged when it is lost',
    );
  return done(null, null, ended.atMs);
}
