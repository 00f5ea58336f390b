// The wall of this window: its tiles, which of them is chosen, the tour that runs; kept as it is left.
import type { CameraRef, Tour, Wall } from '@haixi/proto/accounts/desk';
import { useEffect, useEffectEvent, useState } from 'react';
import { useSession } from '../store/session-context';
import { keepWall, keptWall } from './kept-wall';
import {
  beside,
  cleared,
  type Direction,
  emptyLayout,
  type Layout,
  layoutOf,
  nextEmpty,
  placed,
  resized,
  shownOf,
  type Size,
  stepped,
  swapped,
} from './layout';
import { begun, camerasOf, goneOn, passed, refitted, stopped, type Touring, turned } from './tour';

/** How often a running tour looks at its clock. */
const tickMs = 250;

export interface WallState {
  readonly layout: Layout;
  /** The saved wall that this one was opened from or saved as. */
  readonly name: string | null;
  readonly selected: number;
  readonly touring: Touring | null;
  /** What stands in the tiles now: the layout's cameras, or the tour's. */
  readonly shown: readonly (CameraRef | null)[];
}

export interface WallDeeds {
  readonly select: (at: number) => void;
  readonly go: (direction: Direction) => void;
  /** Takes the chosen tile's camera along. */
  readonly carry: (direction: Direction) => void;
  /** On this tile, or on the chosen one, which then is the next empty one. */
  readonly place: (camera: CameraRef, at?: number) => void;
  readonly clear: (at?: number) => void;
  readonly resize: (size: Size) => void;
  readonly step: (by: 1 | -1) => void;
  readonly open: (wall: Wall) => void;
  readonly named: (name: string | null) => void;
  readonly startTour: (tour: Tour, isThere: (camera: CameraRef) => boolean) => void;
  readonly turn: (by: 1 | -1) => void;
  readonly pauseOrGoOn: () => void;
  readonly endTour: () => void;
}

const monoMs = () => performance.now();

/** @param onWhole the whole wall is arranged anew, and what lies over it has to go */
export function useWall(onWhole: () => void): WallState & WallDeeds {
  const { me } = useSession();
  const { personId } = me.person;
  const [{ layout, name }, setKept] = useState(
    () => keptWall(localStorage, personId) ?? { name: null, layout: emptyLayout(4) },
  );
  const [chosen, select] = useState(0);
  const [touring, setTouring] = useState<Touring | null>(null);
  useEffect(() => keepWall(localStorage, personId, { name, layout }), [personId, name, layout]);

  const isTouring = touring !== null;
  const tick = useEffectEvent(() => setTouring((now) => now && passed(now, monoMs())));
  useEffect(() => {
    if (!isTouring) return undefined;
    const timer = setInterval(tick, tickMs);
    const seen = () =>
      setTouring(
        (now) =>
          now &&
          (document.visibilityState === 'hidden'
            ? stopped(now, 'hidden', monoMs())
            : goneOn(now, 'hidden', monoMs())),
      );
    document.addEventListener('visibilitychange', seen);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', seen);
    };
  }, [isTouring]);

  const { size } = layout;
  const selected = Math.min(chosen, size - 1);
  const shown =
    touring === null
      ? shownOf(layout)
      : Array.from({ length: size }, (_, at) => camerasOf(touring)[at] ?? null);
  // A hand that moves a tile takes the wall from the tour: what it shows stays, to be changed.
  const change = (next: (now: Layout) => Layout) => {
    const now = touring === null ? layout : layoutOf({ size, tiles: shown.slice() });
    setTouring(null);
    setKept({ name: touring === null ? name : null, layout: next(now) });
  };
  const resize = (next: Layout) => {
    onWhole();
    setKept({ name, layout: next });
    setTouring((now) => now && refitted(now, next.size));
  };
  return {
    layout,
    name,
    selected,
    touring,
    shown,
    select,
    go: (direction) => select(beside(selected, size, direction)),
    carry: (direction) => {
      const to = beside(selected, size, direction);
      if (to === selected) return;
      change((now) => swapped(now, selected, to));
      select(to);
    },
    place: (camera, at) => {
      change((now) => {
        const next = placed(now, at ?? selected, camera);
        select(at ?? nextEmpty(next, selected) ?? selected);
        return next;
      });
    },
    clear: (at) => change((now) => cleared(now, at ?? selected)),
    resize: (wanted) => resize(resized(layout, wanted)),
    step: (by) => resize(stepped(layout, by)),
    open: (wall) => {
      onWhole();
      setTouring(null);
      setKept({ name: wall.name, layout: layoutOf(wall) });
    },
    named: (next) => setKept({ name: next, layout }),
    startTour: (tour, isThere) => {
      onWhole();
      setTouring(begun(tour, size, isThere, monoMs()));
    },
    turn: (by) => setTouring((now) => now && turned(now, by, monoMs())),
    pauseOrGoOn: () =>
      setTouring((now) => {
        if (now === null) return null;
        const byPerson = now.clock.is === 'stopped' && now.clock.by.has('person');
        return byPerson ? goneOn(now, 'person', monoMs()) : stopped(now, 'person', monoMs());
      }),
    endTour: () => setTouring(null),
  };
}
