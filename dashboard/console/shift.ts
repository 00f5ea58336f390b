// Which shift a moment belongs to: three of eight hours a day, by the clock of the control room. Pure.

/** `2026-11-24/1` for the shift from 8 to 16 hours of that day, in the screen's own time zone. */
export function shiftOf(atMs: number): string {
  const at = new Date(atMs);
  const day = [at.getFullYear(), at.getMonth() + 1, at.getDate()]
    .map((n) => String(n).padStart(2, '0'))
    .join('-');
  return `${day}/${Math.floor(at.getHours() / 8)}`;
}
