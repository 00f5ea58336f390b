// A tour 轮巡: which cameras stand on the wall now, which come next and when. The clock is handed in. Pure.
import type { CameraRef, Tour } from '@haixi/proto/accounts/desk';
import { keyOfCamera, type Size } from './layout';

/** Who has stopped it: the person goes on by a press, a page that was hidden goes on when it is seen again. */
export type StoppedBy = 'person' | 'hidden';

/** All `…MonoMs` are the screen's own monotonic clock. */
export interface Touring {
  readonly name: string;
  readonly cameras: readonly CameraRef[];
  readonly eachMs: number;
  /** So many cameras at a time: as many as the wall has tiles. */
  readonly size: Size;
  readonly page: number;
  readonly clock:
    | { readonly is: 'running'; readonly untilMonoMs: number }
    | { readonly is: 'stopped'; readonly by: ReadonlySet<StoppedBy>; readonly leftMs: number };
}

/** The tour at its first page. Cameras that `isThere` does not know are left out; null where none is left. */
export function begun(
  { name, eachS, cameras }: Tour,
  size: Size,
  isThere: (camera: CameraRef) => boolean,
  monoMs: number,
): Touring | null {
  const there = joined([], cameras).filter(isThere);
  if (there.length === 0) return null;
  const eachMs = eachS * 1000;
  return { name, cameras: there, eachMs, size, page: 0, clock: running(monoMs + eachMs) };
}

export function pagesOf({ cameras, size }: Touring): number {
  return Math.ceil(cameras.length / size);
}

/** The cameras of this page, from 0 on, around the end. */
export function camerasOf(touring: Touring, page = touring.page): readonly CameraRef[] {
  const { size } = touring;
  const at = around(touring, page) * size;
  return touring.cameras.slice(at, at + size);
}

/** What comes after what is shown. */
export function comingNext(touring: Touring): readonly CameraRef[] {
  return camerasOf(touring, touring.page + 1);
}

/** The time of this page that is left, in ms. */
export function leftMs({ clock }: Touring, monoMs: number): number {
  return clock.is === 'running' ? Math.max(0, clock.untilMonoMs - monoMs) : clock.leftMs;
}

/** The next page where this one's time is up. However long nobody looked, it is one page further. */
export function passed(touring: Touring, monoMs: number): Touring {
  const { clock } = touring;
  return clock.is === 'running' && monoMs >= clock.untilMonoMs ? turned(touring, 1, monoMs) : touring;
}

/** So many pages on or back, for its whole time; one that was stopped stays so. */
export function turned(touring: Touring, by: 1 | -1, monoMs: number): Touring {
  const { clock, eachMs } = touring;
  return {
    ...touring,
    page: around(touring, touring.page + by),
    clock: clock.is === 'running' ? running(monoMs + eachMs) : { ...clock, leftMs: eachMs },
  };
}

export function stopped(touring: Touring, by: StoppedBy, monoMs: number): Touring {
  const { clock } = touring;
  const before: readonly StoppedBy[] = clock.is === 'stopped' ? [...clock.by] : [];
  return {
    ...touring,
    clock: { is: 'stopped', by: new Set([...before, by]), leftMs: leftMs(touring, monoMs) },
  };
}

/** Goes on, unless somebody else has stopped it, too. */
export function goneOn(touring: Touring, by: StoppedBy, monoMs: number): Touring {
  const { clock } = touring;
  if (clock.is === 'running') return touring;
  const still = new Set([...clock.by].filter((each) => each !== by));
  const next = still.size > 0 ? { ...clock, by: still } : running(monoMs + clock.leftMs);
  return { ...touring, clock: next };
}

/** On a wall of another size: the page that has what came first on this one. */
export function refitted(touring: Touring, size: Size): Touring {
  return { ...touring, size, page: Math.floor((touring.page * touring.size) / size) };
}

/** The tour's cameras with this one at the end; once each. */
export function joined(list: readonly CameraRef[], more: readonly CameraRef[]): CameraRef[] {
  const all = new Map([...list, ...more].map((each) => [keyOfCamera(each), each]));
  return [...all.values()];
}

function running(untilMonoMs: number): Touring['clock'] {
  return { is: 'running', untilMonoMs };
}

function around(touring: Touring, page: number): number {
  const pages = pagesOf(touring);
  return ((page % pages) + pages) % pages;
}
