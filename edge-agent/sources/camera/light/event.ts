// Reads an event that is caused at a light camera's door: which of the cameras' alarms, and how its picture looks from then on (pure).
import { forbiddenField } from '@haixi/proto/mqtt/forbidden';
import type { PictureState } from '@haixi/proto/mqtt/messages';
import { textSchema } from '@haixi/proto/basics';
import { z } from 'zod';
import { type Refusal, refusal } from '../../button/press.js';
import type { Effect } from './clip.js';

/** What a camera can notice. */
export const cameraKinds = [
  'motion',
  'sound',
  'lens-covered',
  'scene-moved',
  'picture-frozen',
  'picture-lost',
] as const;

const eventSchema = z.strictObject({
  kind: z.enum(cameraKinds, `write one of ${cameraKinds.join(', ')}`),
  zone: textSchema.max(40).optional(),
  note: textSchema.max(200).optional(),
  /** The moment of the clip, in seconds, that is shown now and goes on from. */
  atS: z.number().min(0).max(86_400).optional(),
  /** So many seconds a fault of the picture lasts. */
  forS: z.number().min(1).max(3_600).default(20),
});
export type CameraEvent = z.infer<typeof eventSchema>;

export type ReadEvent = { ok: true; event: CameraEvent } | { ok: false; refusal: Refusal };

/** The body of `POST /event/{site}/{source}`. */
export function readEvent(text: string): ReadEvent {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return no('not_json', 'body', 'the body is JSON', 'send {"kind": "motion"}');
  }
  const forbidden = forbiddenField(raw);
  if (forbidden !== null)
    return no(
      'forbidden_field',
      forbidden,
      'X1: nothing here may tell about people or vehicles',
      'leave it out',
    );
  const parsed = eventSchema.safeParse(raw);
  if (parsed.success) return { ok: true, event: parsed.data };
  const [issue] = parsed.error.issues;
  const where = issue?.path.join('.') || 'body';
  return no('bad_body', where, issue?.message ?? 'not an event', 'send {"kind": "motion", "zone": "…"}');
}

/** How the picture stands while a fault lasts; null for what does nothing to it. */
export const pictureOf: Readonly<
  Record<CameraEvent['kind'], { readonly state: PictureState; readonly effect: Effect } | null>
> = {
  motion: null,
  sound: null,
  'lens-covered': { state: 'covered', effect: 'covered' },
  'scene-moved': { state: 'ok', effect: 'moved' },
  'picture-frozen': { state: 'frozen', effect: 'frozen' },
  'picture-lost': { state: 'lost', effect: 'none' },
};

function no(...[code, where, rule, todo]: [string, string, string, string]): { ok: false; refusal: Refusal } {
  return { ok: false, refusal: refusal(400, code, where, rule, todo) };
}
