// The live picture: what a screen vouches for at a vector, and how the next event changes it (rules L1, L2).
import { z } from 'zod';
import { atMsSchema, idSchema, numberSchema, positionSchema, textSchema } from '../basics.js';
import { foldIncident, incidentOf } from '../incident/fold.js';
import { incidentSchema } from '../incident/incident.js';
import { epochSchema, readingsSchema } from '../mqtt/messages.js';
import {
  roleSchema,
  sitePresenceSchema,
  siteTypeSchema,
  sourceTypeSchema,
  tabletStateSchema,
  troubleSchema,
  unitKindSchema,
} from '../vocabulary.js';
import type { LogEvent } from './events.js';

/** For each area the number of the last event that is in the picture. */
export const vectorSchema = z.record(idSchema, numberSchema);
export type Vector = z.infer<typeof vectorSchema>;

/** A node of the tree subdistrict → community → grid. `illustrative` outlines are drawn by us, not surveyed 示意. */
export const areaSchema = z.strictObject({
  areaId: idSchema,
  parentId: idSchema.nullable(),
  name: textSchema,
  nameEn: textSchema,
  outline: z.array(z.tuple([z.number(), z.number()])).nullable(),
  illustrative: z.boolean(),
});
export type Area = z.infer<typeof areaSchema>;

/** Where a camera stands and what it sees: heading clockwise from north, width of the view, reach. WGS-84. */
export const cameraPlaceSchema = z.strictObject({
  position: positionSchema,
  headingDeg: z.number().min(0).lt(360),
  fovDeg: z.number().min(1).max(360),
  rangeM: z.number().min(1).max(2_000),
});
export type CameraPlace = z.infer<typeof cameraPlaceSchema>;

/**
 * `camera` is null for a button, and for a camera whose place was not registered: its site's position stands for it.
 * An empty English name or address means that the Chinese one is shown.
 */
export const sourceSchema = z.strictObject({
  sourceId: idSchema,
  type: sourceTypeSchema,
  name: textSchema,
  nameEn: textSchema,
  camera: cameraPlaceSchema.nullable(),
});
export type Source = z.infer<typeof sourceSchema>;

/** A trouble that has not ended: of a camera, or of the site's agent where `sourceId` is null. */
export const openTroubleSchema = z.strictObject({
  sourceId: idSchema.nullable(),
  trouble: troubleSchema,
  value: z.number().nullable(),
  limit: z.number().nullable(),
  sinceMs: atMsSchema,
});
export type OpenTrouble = z.infer<typeof openTroubleSchema>;

/**
 * Numbers of a site's outbox that the server does not have (rule D5): shown until they are filled, or until a person
 * has acknowledged that they are lost for ever. `lostAtMs` is null while they may still come.
 */
export const openGapSchema = z.strictObject({
  gapId: idSchema,
  epoch: epochSchema,
  fromSeq: numberSchema,
  toSeq: numberSchema,
  missing: z.int().min(1),
  sinceMs: atMsSchema,
  lostAtMs: atMsSchema.nullable(),
});
export type OpenGap = z.infer<typeof openGapSchema>;

/**
 * A site and what can raise an alarm there. `unprovenSinceMs` is null while proofs of life arrive, or are not awaited
 * (rule P3).
 */
export const siteSchema = z.strictObject({
  siteId: idSchema,
  areaId: idSchema,
  type: siteTypeSchema,
  name: textSchema,
  nameEn: textSchema,
  address: textSchema,
  addressEn: textSchema,
  position: positionSchema,
  sources: z.array(sourceSchema),
  presence: sitePresenceSchema,
  presenceAtMs: atMsSchema.nullable(),
  troubles: z.array(openTroubleSchema),
  unprovenSinceMs: atMsSchema.nullable(),
  gaps: z.array(openGapSchema),
  /** Until when it is on test: its alarms are marked and nobody is sent. Null while it is not. */
  onTestUntilMs: atMsSchema.nullable(),
});
export type Site = z.infer<typeof siteSchema>;

/** Who can be sent. `personIds` are the people whose tablet speaks for it. */
export const unitSchema = z.strictObject({
  unitId: idSchema,
  areaId: idSchema,
  kind: unitKindSchema,
  name: textSchema,
  nameEn: textSchema,
  personIds: z.array(idSchema),
  onDuty: z.boolean(),
  dutyAtMs: atMsSchema.nullable(),
});
export type Unit = z.infer<typeof unitSchema>;

/** A colleague's name, for who did what. */
export const personSchema = z.strictObject({
  personId: idSchema,
  name: textSchema,
  roles: z.array(roleSchema),
});
export type Person = z.infer<typeof personSchema>;

/** All open incidents, sites and units of the areas one may watch. A closed incident leaves it. */
export const pictureSchema = z.strictObject({
  vector: vectorSchema,
  areas: z.record(idSchema, areaSchema),
  sites: z.record(idSchema, siteSchema),
  units: z.record(idSchema, unitSchema),
  people: z.record(idSchema, personSchema),
  incidents: z.record(idSchema, incidentSchema),
});
export type Picture = z.infer<typeof pictureSchema>;

/** A position older than this is marked, on the map and where it is proposed whom to send. */
export const positionOldAfterMs = 5 * 60_000;

/** A unit's last known position; older than 5 min is marked. */
export const unitPositionSchema = z.strictObject({
  unitId: idSchema,
  areaId: idSchema,
  position: positionSchema,
  accuracyM: z.number().min(0).nullable(),
  /** Where it is going, clockwise from north; null where that is not known, as for one that stands. */
  headingDeg: z.number().min(0).lt(360).nullable(),
  atMs: atMsSchema,
});
export type UnitPosition = z.infer<typeof unitPositionSchema>;

/**
 * The latest readings of a site, and when the server got them. `skewMs` is how far the agent's clock is ahead of the
 * server's (behind: negative), the way of the message included. `provedAtMs` is when its last proof of life was stored
 * (rule P3), null where none ever was.
 */
export const siteReadingSchema = z.strictObject({
  siteId: idSchema,
  areaId: idSchema,
  serverAtMs: atMsSchema,
  skewMs: z.int(),
  provedAtMs: atMsSchema.nullable(),
  readings: readingsSchema,
});
export type SiteReading = z.infer<typeof siteReadingSchema>;

/**
 * Whether the tablet of a person who speaks for a unit can ring now, and since when. A unit without an entry has none
 * that was ever connected.
 */
export const tabletSchema = z.strictObject({
  unitId: idSchema,
  areaId: idSchema,
  personId: idSchema,
  state: tabletStateSchema,
  sinceMs: atMsSchema,
});
export type Tablet = z.infer<typeof tabletSchema>;

/** Latest values beside the picture: each with its own time, never numbered. */
export const latestSchema = z.strictObject({
  positions: z.array(unitPositionSchema),
  sites: z.array(siteReadingSchema),
  tablets: z.array(tabletSchema),
});
export type Latest = z.infer<typeof latestSchema>;

export type Applied =
  { ok: true; picture: Picture } | { ok: false; reason: 'gap'; areaId: string; have: number; got: number };

/**
 * The picture after these events of one area, in number order. Numbers it already has are passed over (D3's twin on
 * the screen); a number missing in between is told, and nothing after it is applied.
 */
export function applyEvents(picture: Picture, events: readonly LogEvent[]): Applied {
  let now = picture;
  for (const event of events) {
    const have = now.vector[event.areaId] ?? 0;
    if (event.n <= have) continue;
    if (event.n !== have + 1) return { ok: false, reason: 'gap', areaId: event.areaId, have, got: event.n };
    now = applyEvent(now, event);
  }
  return { ok: true, picture: now };
}

function applyEvent(picture: Picture, event: LogEvent): Picture {
  const vector = { ...picture.vector, [event.areaId]: event.n };
  const incidentId = incidentOf(event);
  if (incidentId !== null) {
    const before = picture.incidents[incidentId] ?? null;
    // Notes and late reports may follow the close; the incident has left the picture by then.
    if (before === null && event.type !== 'incident.opened') return { ...picture, vector };
    const after = foldIncident(before, event);
    const { [incidentId]: _gone, ...others } = picture.incidents;
    const incidents = after.stage === 'closed' ? others : { ...picture.incidents, [incidentId]: after };
    return { ...picture, vector, incidents };
  }
  if (event.type === 'site.online' || event.type === 'site.dark') {
    const site = picture.sites[event.data.siteId];
    if (!site) return { ...picture, vector };
    const presence = event.type === 'site.online' ? ('online' as const) : ('dark' as const);
    const sites = { ...picture.sites, [site.siteId]: { ...site, presence, presenceAtMs: event.atMs } };
    return { ...picture, vector, sites };
  }
  if (event.type === 'camera.troubled' || event.type === 'camera.recovered') {
    const site = picture.sites[event.data.siteId];
    if (!site) return { ...picture, vector };
    const sites = { ...picture.sites, [site.siteId]: { ...site, troubles: troublesAfter(site, event) } };
    return { ...picture, vector, sites };
  }
  if (isProof(event) || isGap(event)) {
    const site = picture.sites[event.data.siteId];
    if (!site) return { ...picture, vector };
    const after = isProof(event) ? proofAfter(site, event) : { ...site, gaps: gapsAfter(site, event) };
    return { ...picture, vector, sites: { ...picture.sites, [site.siteId]: after } };
  }
  if (event.type === 'site.onTest' || event.type === 'site.offTest') {
    const site = picture.sites[event.data.siteId];
    if (!site) return { ...picture, vector };
    const onTestUntilMs = event.type === 'site.onTest' ? event.data.untilMs : null;
    return { ...picture, vector, sites: { ...picture.sites, [site.siteId]: { ...site, onTestUntilMs } } };
  }
  if (event.type === 'unit.onDuty' || event.type === 'unit.offDuty') {
    const unit = picture.units[event.data.unitId];
    if (!unit) return { ...picture, vector };
    const onDuty = event.type === 'unit.onDuty';
    const units = { ...picture.units, [unit.unitId]: { ...unit, onDuty, dutyAtMs: event.atMs } };
    return { ...picture, vector, units };
  }
  return { ...picture, vector };
}

type ProofEvent = LogEvent & { type: 'site.unproven' | 'site.proven' };
type GapEvent = LogEvent & { type: 'gap.found' | 'gap.filled' | 'gap.lost' | 'gap.acknowledged' };

function isProof(event: LogEvent): event is ProofEvent {
  return event.type === 'site.unproven' || event.type === 'site.proven';
}

function isGap(event: LogEvent): event is GapEvent {
  return event.type.startsWith('gap.');
}

function proofAfter(site: Site, event: ProofEvent): Site {
  return { ...site, unprovenSinceMs: event.type === 'site.unproven' ? event.atMs : null };
}

/** A gap is there once, from its finding to its end; in the order in which they were found, and of their ids. */
function gapsAfter({ gaps }: Site, event: GapEvent): OpenGap[] {
  const { gapId } = event.data;
  const before = gaps.find((gap) => gap.gapId === gapId);
  const others = gaps.filter((gap) => gap !== before);
  if (event.type === 'gap.filled' || event.type === 'gap.acknowledged') return others;
  const { epoch, fromSeq, toSeq, missing } = event.data;
  const lostAtMs = event.type === 'gap.lost' ? event.atMs : null;
  const after = { gapId, epoch, fromSeq, toSeq, missing, sinceMs: before?.sinceMs ?? event.atMs, lostAtMs };
  return [...others, after].toSorted(byFinding);
}

function byFinding(a: OpenGap, b: OpenGap): number {
  return a.sinceMs - b.sinceMs || (a.gapId < b.gapId ? -1 : 1);
}

/** A trouble is there once, from the event that told it to the one that ended it. */
function troublesAfter(
  { troubles }: Site,
  event: LogEvent & { type: 'camera.troubled' | 'camera.recovered' },
): OpenTrouble[] {
  const { sourceId, trouble } = event.data;
  const others = troubles.filter((each) => each.sourceId !== sourceId || each.trouble !== trouble);
  if (event.type === 'camera.recovered') return others;
  const { value, limit } = event.data;
  return [...others, { sourceId, trouble, value, limit, sinceMs: event.atMs }];
}
