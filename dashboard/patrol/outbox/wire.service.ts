// The outbox's way to the server: the person asked first, then the entry by its HTTP route.
import { type Problem, personHeader, problemSchema } from '@haixi/proto/commands/routes';
import { post } from '../../api/post';
import { type Queries, photoUrl } from '../../api/queries';
import { wireBody } from './entry';
import type { Wire } from './outbox.service';
import type { PutPhoto } from './verdict';

/** A photo may take long on a thin line: 1 MB at 8 KB/s. A dead line is noticed all the same. */
const photoMsMax = 120_000;

/** The wire over this page's origin and cookie. */
export function httpWire(queries: Queries, request: typeof fetch): Wire {
  return {
    who: async () => {
      const asked = await queries.me();
      if (asked.ok) return { personId: asked.value.person.personId };
      return asked.reason === 'signed_out' ? 'signed_out' : null;
    },
    command: (entry) => post(entry.command.name, wireBody(entry), as(entry.personId, request)),
    photo: (entry, photo) =>
      put(photoUrl(entry.incidentId, entry.key), photo.bytes, as(entry.personId, request)),
  };
}

/** The cookie may change hands after it was asked whose it is: the server refuses what is meant as another's. */
function as(personId: string, request: typeof fetch): typeof fetch {
  return (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set(personHeader, personId);
    return request(input, { ...init, headers });
  };
}

async function put(path: string, bytes: ArrayBuffer, request: typeof fetch): Promise<PutPhoto> {
  try {
    const response = await request(path, {
      method: 'PUT',
      headers: { 'content-type': 'image/jpeg' },
      credentials: 'same-origin',
      body: bytes,
      signal: AbortSignal.timeout(photoMsMax),
    });
    if (response.status === 401) return { kind: 'signedOut' };
    const said = (await response.json().catch(() => null)) as { ok?: unknown } | Problem | null;
    if (response.ok && said !== null && 'ok' in said && said.ok === true) return { kind: 'stored' };
    const problem = problemSchema.safeParse(said);
    return response.status < 400 || !problem.success
      ? { kind: 'unreachable' }
      : { kind: 'problem', status: response.status, problem: problem.data };
  } catch {
    return { kind: 'unreachable' };
  }
}
