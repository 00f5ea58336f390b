// Questions to the server by its table of routes; the answer is checked against the contract before anybody sees it.
import {
  type CameraAlarm,
  type HistoryPoint,
  type IncidentFile,
  type Me,
  type PastTrouble,
  type Problem,
  type Proposal,
  problemSchema,
  queryRoutes,
} from '@haixi/proto/commands/routes';
import type { Incident } from '@haixi/proto/incident/incident';
import type { ViewAsked, ViewGranted } from '@haixi/proto/media/media';
import { z } from 'zod';
import { requestMsMax } from './post';

/** `unreachable` covers no network, 5xx, and an answer that is not in the contract. */
export type Asked<T> =
  | { ok: true; value: T }
  | { ok: false; reason: 'signed_out' | 'unreachable' }
  | { ok: false; reason: 'refused'; problem: Problem };

/** A still picture, and when it was taken. */
export interface Still {
  readonly picture: Blob;
  readonly takenAtMs: number;
}

export interface Queries {
  me(): Promise<Asked<Me>>;
  incident(incidentId: string): Promise<Asked<IncidentFile>>;
  closedIncidents(limit: number): Promise<Asked<{ incidents: Incident[] }>>;
  proposals(incidentId: string): Promise<Asked<{ proposals: Proposal[] }>>;
  signOut(): Promise<Asked<{ ok: true }>>;
  /** `photo` is a JPEG or PNG; `photoId` a key of the client's, sent again without harm. */
  putPhoto(
    incidentId: string,
    photoId: string,
    photo: Blob,
  ): Promise<Asked<{ ok: true; photoId: string; bytes: number }>>;
  /** Asks to look at a camera for a reason (rule V3); the view's video or stills are asked for by its id. */
  openView(asked: ViewAsked): Promise<Asked<ViewGranted>>;
  endView(viewId: string): Promise<Asked<{ ok: true }>>;
  /** The latest still of a view; refused with `no_still_yet` until there is one. */
  still(viewId: string): Promise<Asked<Still>>;
  cameraHistory(siteId: string, sourceId: string): Promise<Asked<{ points: HistoryPoint[] }>>;
  cameraAlarms(siteId: string, sourceId: string): Promise<Asked<{ alarms: CameraAlarm[] }>>;
  cameraTroubles(siteId: string, sourceId: string): Promise<Asked<{ troubles: PastTrouble[] }>>;
}

/** All questions, asked with this `request` and this origin's cookie. None throws. */
export function createQueries(request: typeof fetch): Queries {
  const ask = async <T>(path: string, schema: z.ZodType<T>, init: RequestInit = {}): Promise<Asked<T>> => {
    try {
      const signal = AbortSignal.timeout(requestMsMax);
      const response = await request(path, { credentials: 'same-origin', signal, ...init });
      return await read(response, schema);
    } catch {
      return { ok: false, reason: 'unreachable' };
    }
  };
  const askStill = async (viewId: string): Promise<Asked<Still>> => {
    try {
      const signal = AbortSignal.timeout(requestMsMax);
      const path = filled(queryRoutes.getStill.path, { viewId });
      const response = await request(path, { credentials: 'same-origin', cache: 'no-store', signal });
      const takenAtMs = Number(response.headers.get('x-taken-at-ms') ?? Number.NaN);
      if (response.ok && Number.isFinite(takenAtMs))
        return { ok: true, value: { picture: await response.blob(), takenAtMs } };
      const refused = await read(response, nothingSchema);
      return refused.ok ? { ok: false, reason: 'unreachable' } : refused;
    } catch {
      return { ok: false, reason: 'unreachable' };
    }
  };
  const { me, incident, incidents, proposals, signOut, putPhoto, openView, endView } = queryRoutes;
  const { cameraHistory, cameraAlarms, cameraTroubles } = queryRoutes;
  return {
    me: () => ask(me.path, me.answer),
    incident: (incidentId) => ask(filled(incident.path, { incidentId }), incident.answer),
    closedIncidents: (limit) => ask(`${incidents.path}?stage=closed&limit=${limit}`, incidents.answer),
    proposals: (incidentId) => ask(filled(proposals.path, { incidentId }), proposals.answer),
    signOut: () => ask(signOut.path, signOut.answer, { method: signOut.method }),
    putPhoto: (incidentId, photoId, photo) =>
      ask(filled(putPhoto.path, { incidentId, photoId }), putPhoto.answer, {
        method: putPhoto.method,
        headers: { 'content-type': photo.type },
        body: photo,
      }),
    openView: (asked) =>
      ask(openView.path, openView.answer, {
        method: openView.method,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(asked),
      }),
    // Kept alive: a page that is being closed still tells that nobody looks any more.
    endView: (viewId) =>
      ask(filled(endView.path, { viewId }), endView.answer, { method: endView.method, keepalive: true }),
    still: askStill,
    cameraHistory: (siteId, sourceId) =>
      ask(filled(cameraHistory.path, { siteId, sourceId }), cameraHistory.answer),
    cameraAlarms: (siteId, sourceId) =>
      ask(filled(cameraAlarms.path, { siteId, sourceId }), cameraAlarms.answer),
    cameraTroubles: (siteId, sourceId) =>
      ask(filled(cameraTroubles.path, { siteId, sourceId }), cameraTroubles.answer),
  };
}

/** Where a photo is to be had, for an `<img>`. */
export function photoUrl(incidentId: string, photoId: string): string {
  return filled(queryRoutes.getPhoto.path, { incidentId, photoId });
}

/** Where the snapshot of an alarm is to be had, for an `<img>`. */
export function snapshotUrl(incidentId: string, alarmId: string): string {
  return filled(queryRoutes.getSnapshot.path, { incidentId, alarmId });
}

/** No JSON answer is one where a picture was asked for. */
const nothingSchema = z.never();

function filled(path: string, params: Record<string, string>): string {
  return path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
}

async function read<T>(response: Response, schema: z.ZodType<T>): Promise<Asked<T>> {
  if (response.status === 401) return { ok: false, reason: 'signed_out' };
  const json: unknown = await response.json().catch(() => null);
  const problem = problemSchema.safeParse(json);
  if (response.status < 500 && problem.success)
    return { ok: false, reason: 'refused', problem: problem.data };
  const value = schema.safeParse(json);
  return value.success && response.ok
    ? { ok: true, value: value.data }
    : { ok: false, reason: 'unreachable' };
}
