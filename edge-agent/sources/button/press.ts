// Reads a press: which button an address means, and what its body may say. Nothing else may get in (rule X1).
import { textSchema } from '@haixi/proto/basics';
import type { Problem } from '@haixi/proto/commands/routes';
import { forbiddenField } from '@haixi/proto/mqtt/forbidden';
import { z } from 'zod';
import type { ButtonConfig } from './button-config.js';

/** The most bytes a press may carry: 500 characters of note, each escaped, fit. */
export const pressBytesMax = 8 * 1024;

const pressSchema = z.strictObject({ note: textSchema.optional() });

/** A door's answer that is not the expected one. */
export interface Refusal {
  readonly status: number;
  readonly problem: Problem;
}

export type ReadBody = { ok: true; note: string | undefined } | { ok: false; refusal: Refusal };

/** The body of a press: nothing at all, or JSON `{note}`. */
export function readBody(text: string): ReadBody {
  if (text.trim() === '') return { ok: true, note: undefined };
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return no(400, 'not_json', 'body', 'the body is JSON or empty', 'send {"note": "…"} or nothing');
  }
  const forbidden = forbiddenField(raw);
  if (forbidden !== null) {
    return no(
      400,
      'forbidden_field',
      forbidden,
      'X1: nothing here may tell about people or vehicles',
      'leave it out',
    );
  }
  const parsed = pressSchema.safeParse(raw);
  if (parsed.success) return { ok: true, note: parsed.data.note };
  const [issue] = parsed.error.issues;
  if (issue?.code === 'unrecognized_keys') {
    return no(
      400,
      'unknown_field',
      issue.keys.join(', '),
      'X1: a press has no other field than note',
      'leave it out',
    );
  }
  return no(
    400,
    'bad_body',
    issue?.path.join('.') || 'body',
    issue?.message ?? 'not a press',
    'send {"note": "…"}',
  );
}

/** A button with the site it belongs to. */
export interface Button {
  readonly siteId: string;
  readonly button: ButtonConfig;
}

export type FoundButton = { ok: true; found: Button } | { ok: false; refusal: Refusal };

/** The button that `/press/{source}` or `/press/{site}/{source}` means. */
export function findButton(buttons: readonly Button[], path: readonly string[]): FoundButton {
  const sourceId = path.at(-1);
  const siteId = path.length > 1 ? path[0] : undefined;
  const found = buttons.filter(
    ({ siteId: site, button }) => button.id === sourceId && (siteId === undefined || site === siteId),
  );
  const [only] = found;
  if (only && found.length === 1) return { ok: true, found: only };
  if (only) {
    const paths = found.map(pressPath).join(', ');
    return no(
      409,
      'ambiguous_source',
      path.join('/'),
      'several sites have a button of this id',
      `press one of ${paths}`,
    );
  }
  const known = buttons.map(pressPath).join(', ') || 'none';
  return no(404, 'unknown_source', path.join('/'), 'no button has this id', `the buttons are: ${known}`);
}

export function refusal(status: number, code: string, where: string, rule: string, todo: string): Refusal {
  return { status, problem: { code, where: where.slice(0, 200), rule, todo } };
}

function no(...parts: Parameters<typeof refusal>): { ok: false; refusal: Refusal } {
  return { ok: false, refusal: refusal(...parts) };
}

function pressPath({ siteId, button }: Button): string {
  return `/press/${siteId}/${button.id}`;
}
