// Privacy zones while they are drawn: corners set, moved and taken back, by finger or by keys. Pure.
import type { Privacy } from '@haixi/proto/devices/site-config';

export type Corner = readonly [x: number, y: number];

/** Zones of shares of the picture. `open` has fewer than three corners still, or has not been closed. */
export interface Drawing {
  readonly zones: readonly (readonly Corner[])[];
  readonly open: readonly Corner[];
  /** The zone and corner that is held. */
  readonly held: { readonly zone: number; readonly corner: number } | null;
  /** What it was before, step by step, for taking back. */
  readonly past: readonly Pick<Drawing, 'zones' | 'open'>[];
}

export type Stroke =
  | { do: 'add'; at: Corner }
  | { do: 'close' }
  /** A whole zone at once, for who draws by keys. */
  | { do: 'box' }
  | { do: 'hold'; zone: number; corner: number }
  | { do: 'letGo' }
  /** Moves the held corner to a place. `held` moves belong to one stroke and are taken back as one. */
  | { do: 'move'; to: Corner; first: boolean }
  | { do: 'delete'; zone: number }
  | { do: 'undo' };

/** As the contract has them. */
export const zonesMax = 16;
export const cornersMax = 32;
const pastMax = 50;

export function drawingOf(privacy: Privacy): Drawing {
  return { zones: privacy, open: [], held: null, past: [] };
}

/** What is kept of a drawing: the closed zones. */
export function privacyOf({ zones }: Drawing): Privacy {
  return zones.map((zone) => zone.map(([x, y]): [number, number] => [x, y]));
}

export function draw(now: Drawing, stroke: Stroke): Drawing {
  switch (stroke.do) {
    case 'add':
      if (now.open.length >= cornersMax || now.zones.length >= zonesMax) return now;
      return { ...remembered(now), open: [...now.open, within(stroke.at)], held: null };
    case 'close':
      if (now.open.length < 3) return now;
      return { ...remembered(now), zones: [...now.zones, now.open], open: [] };
    case 'box':
      if (now.zones.length >= zonesMax) return now;
      return {
        ...remembered(now),
        zones: [...now.zones, middleBox],
        held: { zone: now.zones.length, corner: 0 },
      };
    case 'hold':
      return now.zones[stroke.zone]?.[stroke.corner]
        ? { ...now, held: { zone: stroke.zone, corner: stroke.corner } }
        : now;
    case 'letGo':
      return { ...now, held: null };
    case 'move':
      return now.held === null ? now : moved(stroke.first ? remembered(now) : now, stroke.to);
    case 'delete':
      if (now.zones[stroke.zone] === undefined) return now;
      return { ...remembered(now), zones: now.zones.filter((_, i) => i !== stroke.zone), held: null };
    case 'undo': {
      const before = now.past.at(-1);
      return before === undefined ? now : { ...before, held: null, past: now.past.slice(0, -1) };
    }
  }
}

/** The place of the held corner; null where none is held. */
export function heldCorner({ zones, held }: Drawing): Corner | null {
  return held === null ? null : (zones[held.zone]?.[held.corner] ?? null);
}

const middleBox: readonly Corner[] = [
  [0.35, 0.35],
  [0.65, 0.35],
  [0.65, 0.65],
  [0.35, 0.65],
];

function moved(now: Drawing, to: Corner): Drawing {
  const { held } = now;
  const zones = now.zones.map((zone, i) =>
    i === held?.zone ? zone.map((corner, j) => (j === held.corner ? within(to) : corner)) : zone,
  );
  return { ...now, zones };
}

function remembered(now: Drawing): Drawing {
  return { ...now, past: [...now.past, { zones: now.zones, open: now.open }].slice(-pastMax) };
}

function within([x, y]: Corner): Corner {
  return [share(x), share(y)];
}

/** Ten-thousandths of a picture are finer than its pixels. */
function share(value: number): number {
  return Math.round(Math.min(1, Math.max(0, value)) * 10_000) / 10_000;
}
