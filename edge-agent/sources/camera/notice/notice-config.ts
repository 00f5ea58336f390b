// What a camera is asked to notice, as people write it under its `notice:`: zones, thresholds, patience.
import { z } from 'zod';

const seconds = (least: number, most: number, byDefault: number) =>
  z
    .number('write seconds as a number')
    .min(least, `write at least ${least} seconds`)
    .max(most, `write at most ${most} seconds`)
    .default(byDefault);

const percent = (least: number, most: number, byDefault: number) =>
  z
    .number('write percent as a number')
    .min(least, `write at least ${least} (percent)`)
    .max(most, `write at most ${most} (percent)`)
    .default(byDefault);

const notOrdered = { path: ['atMostS'], message: 'write at least as much as afterS' };

const on = z.boolean('write true or false').default(true);

const share = z
  .number('write a share of the picture as a number')
  .min(0, 'a point lies between 0 and 1: 0 is left or top')
  .max(1, 'a point lies between 0 and 1: 1 is right or bottom');

const pointsSchema = z
  .array(
    z.tuple([share, share], 'write a point as [x, y] with shares of the picture, such as [0.25, 0.9]'),
    'list the corners of the zone in order',
  )
  .min(3, 'a zone has at least 3 corners')
  .max(32, 'a zone has at most 32 corners')
  .refine((points) => areaOf(points) >= 0.001, 'this zone has no area: list its corners in order around it');

/** A drawn zone: a polygon in shares of the picture's width and height, named as operators know the place. */
export const zoneSchema = z.strictObject({
  name: z
    .string('give the zone a name in quotes')
    .trim()
    .min(1, 'give the zone a name')
    .max(64, 'a name has at most 64 characters')
    .regex(/^[^\p{Cc}]*$/u, 'a name stands in one line'),
  points: pointsSchema,
});
export type Zone = z.infer<typeof zoneSchema>;

const motionSchema = z.strictObject({
  on,
  /** How much something must stand out from its surroundings. */
  contrastPercent: percent(1, 80, 6),
  /** The smallest thing that counts, of the whole picture's area: a grown person some 20 m away. */
  smallestPercent: percent(0.05, 50, 0.12),
  /** So long it has to move on before it counts. */
  forS: seconds(0.2, 10, 0.8),
  /** After so long without motion in a zone the next motion there is another alarm. */
  quietS: seconds(1, 3_600, 30),
});

const coveredSchema = z.strictObject({ on, forS: seconds(0.5, 60, 1.5) });

/**
 * A picture is lost, or frozen, once it has been silent or still for `afterS`, and for twice as long as it ever was
 * while it was well in the last hour, yet at the latest after `atMostS`.
 */
const lostSchema = z
  .strictObject({ on, afterS: seconds(1, 300, 2), atMostS: seconds(2, 600, 10) })
  .refine(isOrdered, notOrdered);
const frozenSchema = z
  .strictObject({ on, afterS: seconds(1, 300, 2), atMostS: seconds(2, 3_600, 60) })
  .refine(isOrdered, notOrdered);

const movedSchema = z.strictObject({
  on,
  forS: seconds(0.5, 60, 1),
  /** How much of the old view's lines must still be where they were for the camera to be as it was. */
  likenessPercent: percent(5, 90, 50),
});

const soundSchema = z.strictObject({
  on,
  aboveDb: z
    .number('write a level in dB below full scale, such as -15')
    .min(-90, 'write at least -90 (dB)')
    .max(0, 'write at most 0 (dB): full scale is the loudest there is')
    .default(-15),
  forS: seconds(0.1, 60, 0.5),
  quietS: seconds(1, 3_600, 30),
});

/** Closed, every value has a default, and `notice: {}` or none at all means all of them. */
export const noticeSchema = z.strictObject({
  /** Where motion counts; without zones everywhere. */
  zones: z.array(zoneSchema, 'list the zones').max(16, 'a camera has at most 16 zones').default([]),
  /** Where it never counts: a road behind the fence, a tree, a flag. */
  ignore: z
    .array(pointsSchema, 'list polygons, each a list of points')
    .max(16, 'at most 16 places can be ignored')
    .default([]),
  motion: motionSchema.prefault({}),
  covered: coveredSchema.prefault({}),
  lost: lostSchema.prefault({}),
  frozen: frozenSchema.prefault({}),
  moved: movedSchema.prefault({}),
  sound: soundSchema.prefault({}),
});
export type NoticeConfig = z.infer<typeof noticeSchema>;

/** The area of a polygon as a share of the picture's. */
function areaOf(points: readonly (readonly [number, number])[]): number {
  const twice = points.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = points[(index + 1) % points.length] ?? [x, y];
    return sum + x * nextY - nextX * y;
  }, 0);
  return Math.abs(twice) / 2;
}

function isOrdered({ afterS, atMostS }: { afterS: number; atMostS: number }): boolean {
  return afterS <= atMostS;
}
