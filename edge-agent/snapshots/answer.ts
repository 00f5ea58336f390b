// What the server's answer to a picture means for it (pure).
import { problemSchema } from '@haixi/proto/commands/routes';

/**
 * `taken`: it has arrived. `not_yet`: its entry has not been stored, so it is sent again soon. `refused`: it never will
 * be taken. `away`: nobody is there to take anything, which says nothing about this picture.
 */
export type Answered =
  | { what: 'taken' }
  | { what: 'not_yet' }
  | { what: 'refused'; detail: string }
  | { what: 'away'; detail: string; waitMs?: number };

/** A key that was withdrawn is asked about so seldom; the link tells when it is worth something again. */
const withdrawnWaitMs = 10 * 60_000;

/** Statuses that the same bytes would get again. A wrong key (401) is not among them: keys are mended. */
const final = new Set([400, 403, 404, 413, 415]);

/** Reads an answer: its status and its text, which for a refusal is a problem. */
export function answered(status: number, text: string): Answered {
  if (status === 200) return { what: 'taken' };
  const code = problemCode(text);
  const detail = `${status} ${code}`.trim();
  if (status === 403 && code === 'key_revoked') return { what: 'away', detail, waitMs: withdrawnWaitMs };
  if (status === 409 && code === 'not_stored') return { what: 'not_yet' };
  return final.has(status) || status === 409 ? { what: 'refused', detail } : { what: 'away', detail };
}

function problemCode(text: string): string {
  try {
    return problemSchema.safeParse(JSON.parse(text)).data?.code ?? '';
  } catch {
    return '';
  }
}
