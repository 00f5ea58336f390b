// What any screen may show at any time: its own areas, nothing strange, and nothing old as if it were of now (L3, L5, L6).
import type { Following } from '@haixi/dashboard/live/follow';
import type { Live } from '@haixi/dashboard/live/live';
import { staleAfterMs } from '@haixi/proto/live/frames';
import { hold } from './hold';
import type { LogRules } from './log-rules';

/** So much older a fresh picture may be: the server's own look at the log takes its time, and a clock its samples. */
const oldSlackMs = 8_000;

/** After every change of what is shown. Throws Broken. */
export function checkShown({ ended, picture }: Following, who: string, areaIds: readonly string[]): void {
  hold(ended === null, 'L6 nothing is strange', () => `${who}: ${JSON.stringify(ended)}`);
  const strange = Object.keys(picture?.vector ?? {}).find((areaId) => !areaIds.includes(areaId));
  hold(strange === undefined, 'L5 only one’s own areas', () => `${who} is shown area ${strange}`);
}

/** Throws Broken where a screen says that it is fresh and lacks what was committed long ago. */
export function checkFresh(live: Live, who: string, rules: LogRules, nowMs: number): void {
  const { picture } = live.state();
  if (!picture || live.staleSinceMs() !== null) return;
  for (const [areaId, n] of Object.entries(picture.vector)) {
    const lacksSinceMs = rules.committedAtMs(areaId, n + 1);
    const oldMs = lacksSinceMs === null ? 0 : nowMs - lacksSinceMs;
    hold(oldMs <= staleAfterMs + oldSlackMs, 'L3 what is old is greyed', () => {
      return `${who} shows ${areaId} at ${n} as of now, and ${n + 1} is ${oldMs} ms old`;
    });
  }
}
