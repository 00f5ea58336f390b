// The incidents of a batch's sites as they become while the batch is told, and the events that make them so. Pure.
import { foldIncident } from '@haixi/proto/incident/fold';
import type { Incident } from '@haixi/proto/incident/incident';
import type { Alarm, EventDraft } from '@haixi/proto/live/events';
import { admit } from '../incidents/decide.js';
import { joining, joinWithinMs } from '../incidents/join.js';
import type { World } from '../world.js';
import type { AdmittedAlarm, Refusal } from './admission.js';

/** What an incident is told of its place. */
export interface StorySite {
  readonly site_id: string;
  readonly area_id: string;
  readonly address: string;
  readonly lon: number;
  readonly lat: number;
}

export class Story {
  readonly drafts: EventDraft[] = [];
  readonly before: ReadonlyMap<string, Incident>;
  private readonly now = new Map<string, Map<string, Incident>>();

  constructor(
    open: readonly Incident[],
    private readonly world: World,
    private readonly nowMs: number,
  ) {
    this.before = new Map(open.map((incident) => [incident.incidentId, incident]));
    for (const incident of open) this.keep(incident.siteId ?? '', incident);
  }

  /** Joins the alarm of an entry or opens an incident for it; gives what is stored of it. */
  tellEntry(entry: AdmittedAlarm, site: StorySite): { alarm: Alarm; incidentId: string } {
    const alarm = alarmOf(entry, this.world.newId());
    return { alarm, incidentId: this.tell(alarm, site, { kind: 'site', id: entry.siteId }) };
  }

  /**
   * Tells the alarm of an entry as a test: it joins and opens nothing. `isAsked` where it is the one the server asked
   * for by the command's id; otherwise what the agent calls it counts for nothing.
   */
  tellTested(
    entry: AdmittedAlarm,
    site: StorySite,
    isAsked: boolean,
  ): { alarm: Alarm; incidentId: string | null } {
    const alarm = alarmOf(entry, this.world.newId());
    const test = isAsked ? (entry.body.test ?? null) : null;
    const data = { siteId: site.site_id, test, alarm };
    const actor = { kind: 'site', id: entry.siteId } as const;
    this.drafts.push({ areaId: site.area_id, type: 'alarm.tested', actor, data });
    return { alarm, incidentId: null };
  }

  /** A refused message of a known site raises a technical incident; further ones join it once a minute at most. */
  tellRefused(refusal: Refusal, site: StorySite): void {
    const recent = this.openAt(site.site_id).some(
      (incident) => incident.kind === 'technical' && this.nowMs - incident.lastAlarmAtMs <= joinWithinMs,
    );
    if (recent) return;
    const alarm: Alarm = {
      alarmId: this.world.newId(),
      kind: 'technical',
      siteId: site.site_id,
      sourceId: null,
      unitId: null,
      entry: null,
      occurredAtMs: this.nowMs,
      agentAtMs: null,
      note: `${refusal.reason}: ${refusal.detail}`,
    };
    this.tell(alarm, site, { kind: 'system' });
  }

  private tell(alarm: Alarm, site: StorySite, actor: EventDraft['actor']): string {
    const where = joining(alarm, this.openAt(site.site_id), this.nowMs);
    const place = {
      areaId: site.area_id,
      siteId: site.site_id,
      position: { lon: site.lon, lat: site.lat },
      address: site.address,
    };
    const incidentId = where.joins?.incidentId ?? this.world.newId();
    const origin = alarm.kind === 'technical' ? ('system' as const) : ('site' as const);
    const draft = admit(alarm, origin, place, where, actor, incidentId);
    this.drafts.push(draft);
    // The log gives the number and the final time; for joining within this batch the present serves.
    this.keep(site.site_id, foldIncident(where.joins, { ...draft, n: 1, atMs: this.nowMs }));
    return incidentId;
  }

  private openAt(siteId: string): Incident[] {
    return [...(this.now.get(siteId)?.values() ?? [])];
  }

  private keep(siteId: string, incident: Incident): void {
    const ofSite = this.now.get(siteId) ?? new Map<string, Incident>();
    this.now.set(siteId, ofSite.set(incident.incidentId, incident));
  }
}

function alarmOf({ siteId, epoch, seq, body }: AdmittedAlarm, alarmId: string): Alarm {
  return {
    alarmId,
    kind: body.kind,
    siteId,
    sourceId: body.sourceId,
    unitId: null,
    entry: { epoch, seq },
    occurredAtMs: body.occurredAtMs,
    agentAtMs: body.agentAtMs,
    note: body.note ?? '',
    ...(body.zone === undefined ? {} : { zone: body.zone }),
  };
}
