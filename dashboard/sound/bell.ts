// What has to be heard now at this screen: what nobody has received, what is overdue to me, what rings again. Pure.
import type { Incident, Overdue } from '@haixi/proto/incident/incident';
import type { Priority } from '@haixi/proto/vocabulary';

/** One for each priority, and one for what is overdue. */
export type Tone = 'urgent' | 'high' | 'normal' | 'low' | 'overdue';

export const toneOfPriority = {
  1: 'urgent',
  2: 'high',
  3: 'normal',
  4: 'low',
} as const satisfies Readonly<Record<Priority, Tone>>;

/** Who sits at the screen: what concerns them. */
export interface Listener {
  readonly personId: string;
  readonly receives: (areaId: string) => boolean;
  readonly isToMe: (to: Overdue['to'], areaId: string) => boolean;
}

/**
 * The most pressing tone, or null for silence. `seenRings` is how many rings of an incident this person has looked at:
 * a button pressed again rings anew for whoever has the incident, until they open it.
 */
export function toneNow(
  incidents: readonly Incident[],
  listener: Listener,
  seenRings: Readonly<Record<string, number>>,
): Tone | null {
  const tones = new Set(incidents.flatMap((incident) => tonesOf(incident, listener, seenRings)));
  return (['urgent', 'overdue', 'high', 'normal', 'low'] as const).find((tone) => tones.has(tone)) ?? null;
}

function tonesOf(
  incident: Incident,
  listener: Listener,
  seenRings: Readonly<Record<string, number>>,
): Tone[] {
  const own = toneOfPriority[incident.priority];
  const tones: Tone[] = [];
  if (incident.stage === 'reported' && listener.receives(incident.areaId)) tones.push(own);
  if (ringsAgain(incident, listener, seenRings)) tones.push(own);
  if (incident.overdue.some(({ to }) => listener.isToMe(to, incident.areaId))) tones.push('overdue');
  return tones;
}

/** Whether the incident of this person has rung since they last looked at it. */
export function ringsAgain(
  incident: Incident,
  listener: Listener,
  seenRings: Readonly<Record<string, number>>,
): boolean {
  const seen = seenRings[incident.incidentId] ?? 0;
  return incident.receivedBy === listener.personId && incident.rings > seen;
}
