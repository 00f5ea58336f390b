// The HTTP routes: method, path, what goes in, what comes out, and which action `may` is asked about.
import { z } from 'zod';
import { atMsSchema, idSchema, keySchema, numberSchema, positionSchema } from '../basics.js';
import { incidentSchema } from '../incident/incident.js';
import { anyEventSchema } from '../live/events.js';
import { openTroubleSchema, personSchema, unitSchema } from '../live/picture.js';
import { accountRoutes } from '../accounts/account-routes.js';
import { deskPartSchema, deskSchema } from '../accounts/desk.js';
import { deviceRoutes } from '../devices/device-routes.js';
import { lookRoutes } from '../media/look-routes.js';
import { reviewRoutes } from '../review/review.js';
import { ticketSchema } from '../media/media.js';
import { epochSchema, pictureStateSchema } from '../mqtt/messages.js';
import { alarmKindSchema, outcomeSchema, roleSchema, stageSchema } from '../vocabulary.js';
import { type CommandName, commandAnswerSchema, commandNames, commands } from './commands.js';
import type { RouteRow } from './route-row.js';

/** Every refusal over HTTP: a code, where it is, what rule it breaks and what to do about it. */
export const problemSchema = z.strictObject({
  code: z.string(),
  where: z.string(),
  rule: z.string(),
  todo: z.string(),
});
export type Problem = z.infer<typeof problemSchema>;

/** Who is signed in, what they may do where, and for which units they speak. */
export const meSchema = z.strictObject({
  person: personSchema,
  grants: z.array(z.strictObject({ role: roleSchema, areaId: idSchema })),
  units: z.array(unitSchema),
  /** A role of theirs needs a second factor that this session has not shown: its actions are held back. */
  needsSecondFactor: z.boolean(),
  /** This store is a demonstration: every screen says so. */
  isDemonstration: z.boolean(),
});
export type Me = z.infer<typeof meSchema>;

/** One incident with all its events, oldest first. */
export const incidentFileSchema = z.strictObject({
  incident: incidentSchema,
  events: z.array(anyEventSchema),
});
export type IncidentFile = z.infer<typeof incidentFileSchema>;

/** One unit as a proposal who to send: on duty, with distance and load, nearest available first. */
export const proposalSchema = z.strictObject({
  unitId: idSchema,
  available: z.boolean(),
  distanceM: z.number().nullable(),
  position: positionSchema.nullable(),
  positionAtMs: atMsSchema.nullable(),
  positionOld: z.boolean(),
  activeAssignments: z.int(),
});
export type Proposal = z.infer<typeof proposalSchema>;

/** What was refused at the door and kept apart (rule D6). */
export const quarantineSchema = z.strictObject({
  counts: z.record(z.string(), z.int()),
  latest: z.array(
    z.strictObject({
      atMs: atMsSchema,
      siteId: z.string().nullable(),
      topic: z.string(),
      reason: z.string(),
      detail: z.string(),
      bytes: z.int(),
    }),
  ),
});
export type Quarantine = z.infer<typeof quarantineSchema>;

/** One minute of a camera: what was last measured in it. Null is what was not known. */
export const historyPointSchema = z.strictObject({
  atMs: atMsSchema,
  state: pictureStateSchema,
  fps: z.number().nullable(),
  kbps: z.number().nullable(),
  keyFrameEveryMs: z.number().nullable(),
  soundDb: z.number().nullable(),
  skewMs: z.int(),
  cpuPercent: z.number().nullable(),
  memoryMb: z.number().nullable(),
});
export type HistoryPoint = z.infer<typeof historyPointSchema>;

/** One alarm of a camera, with the incident it is in. */
export const cameraAlarmSchema = z.strictObject({
  alarmId: idSchema,
  incidentId: idSchema,
  kind: alarmKindSchema,
  atMs: atMsSchema,
  stage: stageSchema,
  outcome: outcomeSchema.nullable(),
  pictured: z.boolean(),
});
export type CameraAlarm = z.infer<typeof cameraAlarmSchema>;

/** A trouble of a camera or its agent, and when it ended; null while it lasts. */
export const pastTroubleSchema = openTroubleSchema.extend({ untilMs: atMsSchema.nullable() });
export type PastTrouble = z.infer<typeof pastTroubleSchema>;

const cameraParams = z.strictObject({ siteId: idSchema, sourceId: idSchema });

/** The largest photo, in bytes. */
export const photoBytesMax = 8 * 1024 * 1024;

/** A tablet names here whose action it sends; the server refuses it under another one's session (T4). */
export const personHeader = 'haixi-person';

export type { RouteRow } from './route-row.js';

export const queryRoutes = {
  ...accountRoutes,
  ...lookRoutes,
  ...deviceRoutes,
  signIn: {
    method: 'GET',
    path: '/sign-in/:token',
    action: 'anyone',
    // Any text: a link that was cut short is told of on the same page as one that was used.
    params: z.strictObject({ token: z.string() }),
    answer: 'redirect',
    about: 'A one-use link: sets the session cookie and goes to the person’s page. Loopback only.',
  },
  signOut: {
    method: 'POST',
    path: '/api/session/end',
    action: 'self',
    answer: z.strictObject({ ok: z.literal(true) }),
    about: 'End this session.',
  },
  me: { method: 'GET', path: '/api/me', action: 'self', answer: meSchema, about: 'Who is signed in.' },
  ...reviewRoutes,
  desk: {
    method: 'GET',
    path: '/api/desk',
    action: 'self',
    answer: deskSchema,
    about: 'One’s own desk: how one has arranged map, queue, sound and walls.',
  },
  putDesk: {
    method: 'PUT',
    path: '/api/desk',
    action: 'self',
    body: deskPartSchema,
    answer: z.strictObject({ ok: z.literal(true) }),
    about: 'Keeps these parts of one’s own desk; the others stay as they are.',
  },
  openapi: {
    method: 'GET',
    path: '/api/openapi.json',
    action: 'anyone',
    answer: 'openapi',
    about: 'This interface, as OpenAPI 3.1.',
  },
  incidents: {
    method: 'GET',
    path: '/api/incidents',
    action: 'incident.read',
    query: z.strictObject({
      stage: z.literal('closed').default('closed'),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    answer: z.strictObject({ incidents: z.array(incidentSchema) }),
    about: 'The latest closed incidents of one’s areas, newest first.',
  },
  incident: {
    method: 'GET',
    path: '/api/incidents/:incidentId',
    action: 'incident.read',
    params: z.strictObject({ incidentId: idSchema }),
    answer: incidentFileSchema,
    about: 'One incident and its timeline.',
  },
  proposals: {
    method: 'GET',
    path: '/api/incidents/:incidentId/proposals',
    action: 'incident.handle',
    params: z.strictObject({ incidentId: idSchema }),
    answer: z.strictObject({ proposals: z.array(proposalSchema) }),
    about: 'Who to send: nearest available first; positions older than 5 min are marked.',
  },
  putPhoto: {
    method: 'PUT',
    path: '/api/incidents/:incidentId/photos/:photoId',
    action: 'incident.note',
    params: z.strictObject({ incidentId: idSchema, photoId: keySchema }),
    body: 'photo',
    answer: z.strictObject({ ok: z.literal(true), photoId: keySchema, bytes: z.int() }),
    about:
      'A photo (JPEG or PNG, 8 MiB at most) under a key of the client’s; sending it again changes nothing.',
  },
  getPhoto: {
    method: 'GET',
    path: '/api/incidents/:incidentId/photos/:photoId',
    action: 'incident.read',
    params: z.strictObject({ incidentId: idSchema, photoId: keySchema }),
    answer: 'photo',
    about: 'The photo.',
  },
  putSnapshot: {
    method: 'PUT',
    path: '/api/sites/:siteId/snapshots/:epoch/:seq',
    action: 'site',
    params: z.strictObject({
      siteId: idSchema,
      epoch: epochSchema,
      seq: z.coerce.number().pipe(numberSchema),
    }),
    query: z.strictObject({
      takenAtMs: z.coerce.number().pipe(atMsSchema),
      // The camera that took it, where that is not the alarm's own source, such as a button.
      sourceId: idSchema.optional(),
    }),
    body: 'photo',
    answer: z.strictObject({ ok: z.literal(true), bytes: z.int() }),
    about:
      'The snapshot (JPEG, 1 MiB at most) of a stored outbox entry, taken by the camera sourceId of the same site, or else by the alarm’s own source; sending it again changes nothing. Before the entry is stored the answer is 409 not_stored: send it again.',
  },
  getSnapshot: {
    method: 'GET',
    path: '/api/incidents/:incidentId/snapshots/:alarmId',
    action: 'incident.read',
    params: z.strictObject({ incidentId: idSchema, alarmId: idSchema }),
    answer: 'photo',
    about: 'The snapshot of an alarm.',
  },
  putStill: {
    method: 'PUT',
    path: '/api/sites/:siteId/cameras/:sourceId/still',
    action: 'site',
    params: cameraParams,
    query: z.strictObject({ ticket: ticketSchema, takenAtMs: z.coerce.number().pipe(atMsSchema) }),
    body: 'photo',
    answer: z.strictObject({ ok: z.literal(true), bytes: z.int() }),
    about: 'A still (JPEG, 1 MiB at most) that the server asked for, with the ticket it gave; never kept.',
  },
  cameraHistory: {
    method: 'GET',
    path: '/api/sites/:siteId/cameras/:sourceId/history',
    action: 'live.watch',
    params: cameraParams,
    answer: z.strictObject({ points: z.array(historyPointSchema) }),
    about: 'The last 24 hours of a camera’s readings, one point a minute, oldest first.',
  },
  cameraAlarms: {
    method: 'GET',
    path: '/api/sites/:siteId/cameras/:sourceId/alarms',
    action: 'incident.read',
    params: cameraParams,
    answer: z.strictObject({ alarms: z.array(cameraAlarmSchema) }),
    about: 'The latest 50 alarms of a camera, newest first.',
  },
  cameraTroubles: {
    method: 'GET',
    path: '/api/sites/:siteId/cameras/:sourceId/troubles',
    action: 'live.watch',
    params: cameraParams,
    answer: z.strictObject({ troubles: z.array(pastTroubleSchema) }),
    about: 'The latest 50 troubles of a camera and of its site’s agent, newest first.',
  },
  quarantine: {
    method: 'GET',
    path: '/api/quarantine',
    action: 'system.read',
    answer: quarantineSchema,
    about: 'What was refused and kept apart: counts by reason, and the latest.',
  },
} as const satisfies Record<string, RouteRow>;
export type QueryName = keyof typeof queryRoutes;

/** The path of a command. */
export function commandPath(name: CommandName): string {
  return `/api/commands/${name}`;
}

/** Every route of the interface, commands included. */
export const routes: readonly (RouteRow & { readonly name: string })[] = [
  ...Object.entries(queryRoutes).map(([name, row]) => ({ name, ...row })),
  ...commandNames.map((name) => ({
    name,
    method: 'POST' as const,
    path: commandPath(name),
    action: commands[name].action,
    body: commands[name].body,
    answer: commandAnswerSchema,
    about: commands[name].about,
  })),
];
