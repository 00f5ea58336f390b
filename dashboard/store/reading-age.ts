// When a reading is too old to be taken for what is there now.

/** Readings come each 10 s; after three missed ones a value is greyed (rule L3 for readings). */
export const readingOldAfterMs = 35_000;

export function isOld(atMs: number | null, nowMs: number): boolean {
  return atMs === null || nowMs - atMs > readingOldAfterMs;
}
