// The words of the field, one meaning each: every closed list that a wire, a table or a screen uses.
import { z } from 'zod';

/** Kinds of site 站点: institution or firm, community, small shop, important road section. */
export const siteTypes = ['institution', 'community', 'shop', 'road'] as const;
export const siteTypeSchema = z.enum(siteTypes);
export type SiteType = z.infer<typeof siteTypeSchema>;

/** What can raise an alarm at a site. */
export const sourceTypes = ['camera', 'button'] as const;
export const sourceTypeSchema = z.enum(sourceTypes);
export type SourceType = z.infer<typeof sourceTypeSchema>;

/** Alarm kinds that contract version 1 knew. */
export const firstSiteAlarmKinds = ['panic', 'help', 'lens-covered', 'picture-lost'] as const;

/** Alarm kinds an agent may report. They say what a device noticed, never who was there (rule X1). */
export const siteAlarmKinds = [
  ...firstSiteAlarmKinds,
  'motion',
  'picture-frozen',
  'scene-moved',
  'sound',
] as const;
export const siteAlarmKindSchema = z.enum(siteAlarmKinds);
export type SiteAlarmKind = z.infer<typeof siteAlarmKindSchema>;

/** All alarm kinds: an agent's, a caller's report, an officer in need, and a fault of the system itself. */
export const alarmKinds = [...siteAlarmKinds, 'call', 'sos', 'technical'] as const;
export const alarmKindSchema = z.enum(alarmKinds);
export type AlarmKind = z.infer<typeof alarmKindSchema>;

/** 1 is the most urgent, as the four grades 一级…四级 of GB/T 28181 AlarmPriority. */
export const prioritySchema = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);
export type Priority = z.infer<typeof prioritySchema>;

/** The priority an alarm starts with. A caller's is chosen by the operator who takes the call. */
export const priorityOf: Readonly<Record<AlarmKind, Priority>> = {
  panic: 1,
  sos: 1,
  help: 2,
  'lens-covered': 2,
  'scene-moved': 2,
  motion: 3,
  sound: 3,
  call: 3,
  'picture-lost': 3,
  'picture-frozen': 3,
  technical: 4,
};

/** Where an incident came from. */
export const originSchema = z.enum(['site', 'caller', 'sos', 'system']);
export type Origin = z.infer<typeof originSchema>;

/** Stages of an incident 警情: 报警 → 接警 → 协警 → 处警 → 办结. */
export const stages = ['reported', 'received', 'assisting', 'handling', 'closed'] as const;
export const stageSchema = z.enum(stages);
export type Stage = z.infer<typeof stageSchema>;

/** States of an assignment 派警. The last three end it. */
export const assignmentStates = [
  'sent',
  'signed',
  'setOut',
  'arrived',
  'fedBack',
  'released',
  'recalled',
  'declined',
] as const;
export const assignmentStateSchema = z.enum(assignmentStates);
export type AssignmentState = z.infer<typeof assignmentStateSchema>;

/** What a unit's tablet tells of an assignment or a message: it is there, it rang, somebody looked at it (rule T3). */
export const tabletMarks = ['delivered', 'rung', 'seen'] as const;
export const tabletMarkSchema = z.enum(tabletMarks);
export type TabletMark = z.infer<typeof tabletMarkSchema>;

/**
 * Whether a unit's tablet can ring now. `silent`: the page is in sight, its sound is blocked; `asleep`: the page is behind
 * another or the screen is off; `closed`: no page of theirs is connected.
 */
export const tabletStates = ['ready', 'silent', 'asleep', 'closed'] as const;
export const tabletStateSchema = z.enum(tabletStates);
export type TabletState = z.infer<typeof tabletStateSchema>;

/** Other centres that an incident can be handed over to: police, fire, ambulance. */
export const transferTargets = ['110', '119', '120'] as const;
export const transferTargetSchema = z.enum(transferTargets);
export type TransferTarget = z.infer<typeof transferTargetSchema>;

/** What can be told to another centre when an incident is handed over. */
export const handedOverThings = ['place', 'caller', 'alarms', 'pictures', 'units'] as const;
export const handedOverSchema = z.enum(handedOverThings);
export type HandedOver = z.infer<typeof handedOverSchema>;

/** Kinds of unit 警力: patrol, officer, beat officer 包片民警, grid worker 网格员, guard. */
export const unitKinds = ['patrol', 'officer', 'beat', 'grid', 'guard'] as const;
export const unitKindSchema = z.enum(unitKinds);
export type UnitKind = z.infer<typeof unitKindSchema>;

/** How an incident ended. `genuine` needs what was done (rule I6), `transferred` that it was handed over. */
export const outcomes = [
  'genuine',
  'nothing-found',
  'false-alarm',
  'technical-fault',
  'test',
  'duplicate',
  'transferred',
] as const;
export const outcomeSchema = z.enum(outcomes);
export type Outcome = z.infer<typeof outcomeSchema>;

/** Validation level 核实等级 after TMA-AVS-01: 0 no call for service … 4 threat to life. */
export const validationLevelSchema = z.union([
  z.literal(0),
  z.literal(1),
  z.literal(2),
  z.literal(3),
  z.literal(4),
]);
export type ValidationLevel = z.infer<typeof validationLevelSchema>;

/** What a validation level rests on. */
export const evidenceSchema = z.enum(['picture', 'phone', 'second-source', 'officer', 'none']);
export type Evidence = z.infer<typeof evidenceSchema>;

/** The four clocks that run on an incident: 接警, 派警, 签收, 到达. */
export const clockSteps = ['receive', 'dispatch', 'sign', 'arrive'] as const;
export const clockStepSchema = z.enum(clockSteps);
export type ClockStep = z.infer<typeof clockStepSchema>;

/**
 * Roles a person can have in an area: control-room operator, police officer, grid assistant 网格员, installer, shift
 * leader, administrator (people and settings, no video, no log), auditor (the log alone).
 */
export const roles = [
  'operator',
  'officer',
  'assistant',
  'installer',
  'leader',
  'administrator',
  'auditor',
] as const;
export const roleSchema = z.enum(roles);
export type Role = z.infer<typeof roleSchema>;

/** A site as its agent's link shows it (rules P1, P2). */
export const sitePresenceSchema = z.enum(['never', 'online', 'dark']);
export type SitePresence = z.infer<typeof sitePresenceSchema>;

/**
 * What can be wrong with a camera or its agent without anybody having to come: a reading that has crossed its threshold.
 * Of the camera: frames too few, key frames too far apart, one reconnect after another, a codec browsers can't play, a
 * snapshot that could not be kept. Of the agent: its clock, its processor, its memory.
 */
export const troubles = [
  'frames-few',
  'key-frames-far',
  'reconnecting',
  'codec-unplayable',
  'snapshot-not-kept',
  'clock-skewed',
  'processor-busy',
  'memory-full',
] as const;
export const troubleSchema = z.enum(troubles);
export type Trouble = z.infer<typeof troubleSchema>;

/**
 * Why somebody looks at a camera: video is looked at for a reason (rule V3). `incident`: one that the viewer has received;
 * `round`: on duty at a wall or a tour 值守巡视; `installation`: a work order of the viewer's own. The others need words:
 * `follow`: an incident somebody else has; `request`: called up for an authority 依法调阅; `check`: the camera itself;
 * `exercise`: practice.
 */
export const viewPurposes = [
  'incident',
  'round',
  'installation',
  'follow',
  'request',
  'check',
  'exercise',
] as const;
export const viewPurposeSchema = z.enum(viewPurposes);
export type ViewPurpose = z.infer<typeof viewPurposeSchema>;

/** The purposes that a person chooses from a list, each with a reason in words. */
export const reasonedPurposes = ['follow', 'request', 'check', 'exercise'] as const;

/** Why a view or a round ended. `viewer-slow` is rule V2; `right-ended`: signed out, or the role is gone. */
export const viewEnds = [
  'viewer-left',
  'viewer-slow',
  'right-ended',
  'time-up',
  'no-picture',
  'media-restarted',
  'server-restarted',
] as const;
export const viewEndSchema = z.enum(viewEnds);
export type ViewEnd = z.infer<typeof viewEndSchema>;

/** Where a camera may look: kinds of place that are open to the public or belong to a firm's own safety duty. */
export const placeTypes = [
  'street',
  'crossing',
  'lane',
  'gate',
  'square',
  'car-park',
  'shop-floor',
  'counter',
  'entrance',
  'corridor',
  'stairs',
  'yard',
  'warehouse',
] as const;

/**
 * Where no camera may ever look, with nobody's consent (Decree 799, Art. 8): guest rooms, private dining rooms,
 * dormitories, bathrooms and toilets, changing, fitting and nursing rooms. They are in the list so that choosing one is
 * refused in words.
 */
export const refusedPlaceTypes = [
  'guest-room',
  'private-dining-room',
  'dormitory',
  'bathroom',
  'changing-room',
  'fitting-room',
  'nursing-room',
] as const;
export const placeTypeSchema = z.enum([...placeTypes, ...refusedPlaceTypes]);
export type PlaceType = z.infer<typeof placeTypeSchema>;

/** What a camera's being there rests on: Decree 799 Art. 7 (a public system) or Art. 9 (a firm's own safety duty). */
export const legalBasisSchema = z.enum(['art7', 'art9']);
export type LegalBasis = z.infer<typeof legalBasisSchema>;

/** Datums a position can be given in. CGCS2000 is taken as WGS-84: they agree within decimetres. */
export const datums = ['wgs84', 'cgcs2000', 'gcj02', 'bd09'] as const;
export const datumSchema = z.enum(datums);
export type Datum = z.infer<typeof datumSchema>;
