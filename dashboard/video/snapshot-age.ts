// How much older than its alarm a snapshot is: a picture that was lost is shown as it last was. Pure.
import type { Incident, SnapshotRef } from '@haixi/proto/incident/incident';

/** Within this a snapshot is of the alarm's moment. */
const sameMomentMs = 5_000;

/** By how much it was taken before its alarm, in ms; null where it is of its moment, or the alarm isn't shown. */
export function snapshotAge({ alarms }: Incident, { alarmId, takenAtMs }: SnapshotRef): number | null {
  const alarm = alarms.find((each) => each.alarmId === alarmId);
  if (alarm === undefined) return null;
  // Both by the agent's clock, so that its error cancels out.
  const beforeMs = (alarm.agentAtMs ?? alarm.occurredAtMs) - takenAtMs;
  return beforeMs > sameMomentMs ? beforeMs : null;
}
