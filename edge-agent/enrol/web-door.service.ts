// One question to the server's web door, and its answer: JSON both ways, within a time, followed nowhere else.
import { problemSchema } from '@haixi/proto/commands/routes';
import type { Clock } from '../clock.js';
import { faultText } from '../line.js';

const answerWithinMs = 20_000;
const answerCharsMax = 2 * 1024 * 1024;

export interface Question {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly body?: unknown;
  /** A site's id and key. */
  readonly login?: { readonly siteId: string; readonly key: string };
}

/** `code` is the server's word for its refusal; status 0: there was no answer, and `todo` says why. */
export type Answer =
  { ok: true; json: unknown } | { ok: false; status: number; code: string; todo: string; afterMs: number };

/** Never rejects. */
export async function askDoor({ url, method, body, login }: Question, clock: Clock): Promise<Answer> {
  const abort = new AbortController();
  const stopTimer = clock.after(answerWithinMs, () => abort.abort(new Error('no answer came')));
  try {
    const response = await fetch(url, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(login ? { authorization: basic(login) } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      // A key is for this server alone.
      redirect: 'manual',
      signal: abort.signal,
    });
    const text = (await response.text()).slice(0, answerCharsMax);
    if (response.status === 200 || response.status === 201) return { ok: true, json: JSON.parse(text) };
    const { code = '', todo = '' } = problemIn(text) ?? {};
    const afterMs = 1_000 * (Number(response.headers.get('retry-after')) || 0);
    return { ok: false, status: response.status, code, todo, afterMs };
  } catch (cause) {
    const why = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
    return { ok: false, status: 0, code: '', todo: faultText(why), afterMs: 0 };
  } finally {
    stopTimer();
  }
}

export function basic({ siteId, key }: NonNullable<Question['login']>): string {
  return `Basic ${Buffer.from(`${siteId}:${key}`).toString('base64')}`;
}

function problemIn(text: string): { code: string; todo: string } | undefined {
  try {
    return problemSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
