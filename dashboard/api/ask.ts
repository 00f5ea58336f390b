// One question to the server by its name in the table of routes: typed by the table, its answer checked by the table.
import { type Problem, type RouteRow, problemSchema, queryRoutes } from '@haixi/proto/commands/routes';
import type { z } from 'zod';
import { requestMsMax } from './post';

/**
 * `unreachable` covers no network, 5xx, and an answer that is not in the contract. `againInMs` is there where the server
 * said when trying again is of use.
 */
export type Asked<T> =
  | { ok: true; value: T }
  | { ok: false; reason: 'signed_out' | 'unreachable' }
  | { ok: false; reason: 'refused'; problem: Problem; againInMs?: number };

type Routes = typeof queryRoutes;

/** Every route that answers in JSON. */
export type AskName = {
  [N in keyof Routes]: Routes[N]['answer'] extends z.ZodType ? N : never;
}[keyof Routes];

export type AnswerOf<N extends AskName> = Routes[N]['answer'] extends z.ZodType<infer T> ? T : never;

/** What the route needs, and nothing else: `params` of its path, `query`, and `body` (JSON; a photo is a Blob). */
export type NeedsOf<N extends keyof Routes> = Needed<Routes[N], 'params'> &
  Needed<Routes[N], 'query'> &
  (Routes[N] extends { body: infer B } ? { body: B extends z.ZodType ? z.input<B> : Blob } : unknown);

type Needed<R, K extends string> =
  R extends Record<K, infer S extends z.ZodObject>
    ? Record<K, { [P in keyof z.input<S>]: string | number | undefined }>
    : unknown;

/** A route that needs nothing is asked by its name alone; `options` may come after what it needs. */
export type AskInput<N extends keyof Routes> =
  unknown extends NeedsOf<N>
    ? [needs?: Record<never, never>, options?: AskOptions]
    : [needs: NeedsOf<N>, options?: AskOptions];

export interface AskOptions {
  /** How long it may take, in ms; 15 s unless told: a large import takes its time. */
  readonly withinMs?: number;
  /** Sent to its end though the page is being closed. */
  readonly keepalive?: boolean;
}

/** Asks any route of the table that answers in JSON. Never throws. */
export type Ask = <N extends AskName>(name: N, ...input: AskInput<N>) => Promise<Asked<AnswerOf<N>>>;

/** All routes, asked with this `request` and this origin's cookie. */
export function createAsk(request: typeof fetch): Ask {
  return async (name, ...[needs, options]) => {
    const row: RouteRow = queryRoutes[name];
    const { params, query, body } = (needs ?? {}) as AnyNeeds;
    try {
      const response = await request(pathWith(row.path, params, query), {
        method: row.method,
        credentials: 'same-origin',
        signal: AbortSignal.timeout(options?.withinMs ?? requestMsMax),
        ...(options?.keepalive === true ? { keepalive: true } : {}),
        ...bodyOf(body),
      });
      return await read(response, row.answer as z.ZodType<AnswerOf<typeof name>>);
    } catch {
      return { ok: false, reason: 'unreachable' };
    }
  };
}

/** The address of a route, for an `<img>` or a link to a file. */
export function urlOf<N extends keyof Routes>(name: N, ...[needs]: AskInput<N>): string {
  const { params, query } = (needs ?? {}) as AnyNeeds;
  return pathWith(queryRoutes[name].path, params, query);
}

type Values = Readonly<Record<string, string | number | undefined>>;
type AnyNeeds = { params?: Values; query?: Values; body?: unknown };

function pathWith(path: string, params: Values = {}, query: Values = {}): string {
  const filled = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? filled : `${filled}?${new URLSearchParams(given)}`;
}

function bodyOf(body: unknown): RequestInit {
  if (body === undefined) return {};
  if (body instanceof Blob) return { headers: { 'content-type': body.type }, body };
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

/** The answer by its schema. A 401 that names another fault than the missing session is a refusal like any other. */
export async function read<T>(response: Response, schema: z.ZodType<T>): Promise<Asked<T>> {
  const json: unknown = await response.json().catch(() => null);
  const problem = problemSchema.safeParse(json);
  if (response.status === 401 && (!problem.success || problem.data.code === 'not_signed_in'))
    return { ok: false, reason: 'signed_out' };
  if (response.status < 500 && problem.success)
    return { ok: false, reason: 'refused', problem: problem.data, ...againIn(response) };
  const value = schema.safeParse(json);
  return value.success && response.ok
    ? { ok: true, value: value.data }
    : { ok: false, reason: 'unreachable' };
}

function againIn(response: Response): { againInMs?: number } {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? { againInMs: seconds * 1000 } : {};
}
