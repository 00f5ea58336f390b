// Joining: whether an alarm belongs to an incident that is open at its site, or opens one of its own. Pure.
import type { Incident } from '@haixi/proto/incident/incident';
import type { AlarmKind } from '@haixi/proto/vocabulary';

/** An alarm joins its site's open incident within this time of that incident's last alarm. */
export const joinWithinMs = 60_000;

/** What repeats by its nature joins the incident that its earlier alarm is in, so long after that incident's last one. */
export const repeatsWithinMs = 10 * 60_000;

/** Kinds that come again and again for one cause: somebody moves on, a bad line breaks and breaks. */
const repeating: readonly AlarmKind[] = ['motion', 'sound', 'picture-frozen', 'picture-lost'];

/** Kinds that a device notices by itself. Covering a lens or turning a camera is an act, each time anew. */
const noticed: readonly AlarmKind[] = [...repeating, 'lens-covered', 'scene-moved'];

/** Kinds that a person presses: the same button again joins its own open incident, however late, and rings again. */
const pressed: readonly AlarmKind[] = ['panic', 'help', 'sos'];

export interface Arrival {
  readonly kind: AlarmKind;
  readonly sourceId: string | null;
  readonly unitId: string | null;
}

export type Joining = { joins: Incident; rings: boolean } | { joins: null };

/**
 * Decides by the server's clock alone (rule D4). `open` are the open incidents of the alarm's own site (of its unit
 * for an SOS). A panic or SOS never joins another source's incident (rule I5), a call for help none that only a device
 * noticed: it would not be heard. Anything else joins the site's incident with the latest alarm, as evidence; what
 * repeats by its nature joins its own incident without ringing. A fault of the system joins only another such fault, and
 * nothing else joins that.
 */
export function joining(arrival: Arrival, open: readonly Incident[], nowMs: number): Joining {
  if (pressed.includes(arrival.kind)) {
    const own = latest(open.filter((incident) => isOwn(arrival, incident)));
    if (own) return { joins: own, rings: true };
  }
  if (arrival.kind === 'panic' || arrival.kind === 'sos') return { joins: null };
  if (arrival.kind === 'technical') {
    const fault = latest(open.filter((incident) => incident.kind === 'technical'));
    return fault ? { joins: fault, rings: false } : { joins: null };
  }
  const isPressed = pressed.includes(arrival.kind);
  const others = open.filter(({ kind }) => kind !== 'technical' && !(isPressed && noticed.includes(kind)));
  const within = (ms: number) => others.filter((incident) => nowMs - incident.lastAlarmAtMs <= ms);
  const near =
    latest(within(joinWithinMs)) ??
    latest(within(repeatsWithinMs).filter((incident) => repeats(arrival, incident)));
  return near ? { joins: near, rings: false } : { joins: null };
}

/** An incident that this camera has told the same of already. */
function repeats({ kind, sourceId }: Arrival, incident: Incident): boolean {
  if (!repeating.includes(kind)) return false;
  return incident.alarms.some((alarm) => alarm.kind === kind && alarm.sourceId === sourceId);
}

/** An incident that this very button, or this very unit, began. */
function isOwn(arrival: Arrival, incident: Incident): boolean {
  const first = incident.alarms[0];
  return (
    first !== undefined &&
    first.kind === arrival.kind &&
    first.sourceId === arrival.sourceId &&
    first.unitId === arrival.unitId
  );
}

function latest(incidents: readonly Incident[]): Incident | null {
  return incidents.reduce<Incident | null>((best, incident) => {
    if (best === null || incident.lastAlarmAtMs > best.lastAlarmAtMs) return incident;
    // Ids grow with time; with equal times the younger one wins, so that every run decides alike.
    return incident.lastAlarmAtMs === best.lastAlarmAtMs && incident.incidentId > best.incidentId
      ? incident
      : best;
  }, null);
}
