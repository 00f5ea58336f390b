// Times as people read them at a glance: the clock on the wall, how long something has been running, how old it is.
import type { TFunction } from 'i18next';

/** `hh:mm:ss` of this moment (epoch ms) in the screen's own time zone. */
export function clockTime(atMs: number): string {
  const at = new Date(atMs);
  return [at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(':');
}

/** `MM-DD hh:mm` of this moment (epoch ms), for lists that reach over more than a day. */
export function dayTime(atMs: number): string {
  const at = new Date(atMs);
  return `${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** A running clock: `m:ss`, from an hour on `h:mm:ss`, from a day on `d+hh:mm`. Never negative. */
export function elapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [days, hours, minutes] = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3600) % 24,
    Math.floor(seconds / 60) % 60,
  ];
  if (days > 0) return `${days}+${two(hours)}:${two(minutes)}`;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/**
 * How old something is, in words and in its largest whole unit: “4 秒前”, “9 min ago”. For what is marked when it is old;
 * what has to be answered in time runs as `elapsed`. Never negative.
 */
export function ageIn(t: TFunction<'app'>, ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return t('secondsAgo', { count: seconds });
  if (seconds < 3600) return t('minutesAgo', { count: Math.floor(seconds / 60) });
  if (seconds < 86_400) return t('hoursAgo', { count: Math.floor(seconds / 3600) });
  return t('daysAgo', { count: Math.floor(seconds / 86_400) });
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}
