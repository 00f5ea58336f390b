// Questions to the server by its table of routes; the answer is checked against the contract before anybody sees it.
import {
  type IncidentFile,
  type Me,
  type Problem,
  type Proposal,
  problemSchema,
  queryRoutes,
} from '@haixi/proto/commands/routes';
import type { Incident } from '@haixi/proto/incident/incident';
import type { z } from 'zod';
import { requestMsMax } from './post';

/** `unreachable` covers no network, 5xx, and an answer that is not in the contract. */
export type Asked<T> =
  | { ok: true; value: T }
  | { ok: false; reason: 'signed_out' | 'unreachable' }
  | { ok: false; reason: 'refused'; problem: Problem };

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
  const { me, incident, incidents, proposals, signOut, putPhoto } = queryRoutes;
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
  };
}

/** Where a photo is to be had, for an `<img>`. */
export function photoUrl(incidentId: string, photoId: string): string {
  return filled(queryRoutes.getPhoto.path, { incidentId, photoId });
}

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
