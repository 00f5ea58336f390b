// Durations and changes as a review says them: seconds up to two minutes, then minutes and seconds, then hours. Pure.

/** `45.2 s`, `3:07`, `2:05:00`; a dash for what was not measured. */
export function durationText(ms: number | null): string {
  if (ms === null) return '–';
  if (ms < 120_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const rest = String(seconds % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** The change on what was before, in percent with its sign; null where there is nothing to compare with. */
export function changeText(now: number | null, before: number | null): string | null {
  if (now === null || before === null || before === 0) return null;
  const percent = Math.round(((now - before) / before) * 100);
  return percent > 0 ? `+${percent} %` : `${percent} %`;
}

/** The share in percent with one decimal; a dash for none of none. */
export function shareText(some: number, all: number): string {
  return all === 0 ? '–' : `${((some / all) * 100).toFixed(1)} %`;
}

/** The ends of a bucket in the unit that 110 centres use for it. */
export function bucketText(fromMs: number, toMs: number | null): string {
  const unit = (toMs ?? fromMs) <= 180_000 ? { ms: 1_000, word: 's' } : { ms: 60_000, word: 'min' };
  const from = fromMs / unit.ms;
  return toMs === null ? `> ${from} ${unit.word}` : `${from}–${toMs / unit.ms} ${unit.word}`;
}
