// Questions to the server by its table of routes; the answer is checked against the contract before anybody sees it.
import {
  type CameraAlarm,
  type HistoryPoint,
  type IncidentFile,
  type Me,
  type PastTrouble,
  type Proposal,
} from '@haixi/proto/commands/routes';
import type { Incident } from '@haixi/proto/incident/incident';
import type { ViewAsked, ViewGranted } from '@haixi/proto/media/media';
import { z } from 'zod';
import { type Ask, type Asked, createAsk, read, urlOf } from './ask';
import { requestMsMax } from './post';

export type { Asked } from './ask';

/** A still picture, and when it was taken. */
export interface Still {
  readonly picture: Blob;
  readonly takenAtMs: number;
}

export interface Queries {
  /** Any route of the table by its name, for what is not below. */
  readonly ask: Ask;
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
  const ask = createAsk(request);
  const askStill = async (viewId: string): Promise<Asked<Still>> => {
    try {
      const signal = AbortSignal.timeout(requestMsMax);
      const path = urlOf('getStill', { params: { viewId } });
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
  return {
    ask,
    me: () => ask('me'),
    incident: (incidentId) => ask('incident', { params: { incidentId } }),
    closedIncidents: (limit) => ask('incidents', { query: { stage: 'closed', limit } }),
    proposals: (incidentId) => ask('proposals', { params: { incidentId } }),
    signOut: () => ask('signOut'),
    putPhoto: (incidentId, photoId, photo) =>
      ask('putPhoto', { params: { incidentId, photoId }, body: photo }),
    openView: (asked) => ask('openView', { body: asked }),
    // Kept alive: a page that is being closed still tells that nobody looks any more.
    endView: (viewId) => ask('endView', { params: { viewId } }, { keepalive: true }),
    still: askStill,
    cameraHistory: (siteId, sourceId) => ask('cameraHistory', { params: { siteId, sourceId } }),
    cameraAlarms: (siteId, sourceId) => ask('cameraAlarms', { params: { siteId, sourceId } }),
    cameraTroubles: (siteId, sourceId) => ask('cameraTroubles', { params: { siteId, sourceId } }),
  };
}

/** Where a photo is to be had, for an `<img>`. */
export function photoUrl(incidentId: string, photoId: string): string {
  return urlOf('getPhoto', { params: { incidentId, photoId } });
}

/** Where the snapshot of an alarm is to be had, for an `<img>`. */
export function snapshotUrl(incidentId: string, alarmId: string): string {
  return urlOf('getSnapshot', { params: { incidentId, alarmId } });
}

/** No JSON answer is one where a picture was asked for. */
const nothingSchema = z.never();
