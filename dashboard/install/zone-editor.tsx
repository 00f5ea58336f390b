// Zones over a picture: corners are tapped, dragged, taken back; or set and moved by keys. Lies exactly over the picture.
import { type Dispatch, type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type Corner, type Drawing, heldCorner, type Stroke } from './zones';

/** How far a corner goes by one press of an arrow key, as a share of the picture. */
const keyStep = 0.005;
const fastKeyStep = 0.05;

/** A finger that comes down nearer than this to the first corner closes the zone, in CSS pixels. */
const closesWithinPx = 22;

const percent = (share: number) => `${(share * 100).toFixed(2)}%`;

export function ZoneEditor({ drawing, draw }: { drawing: Drawing; draw: Dispatch<Stroke> }) {
  const { t } = useTranslation('install');
  const surface = useRef<HTMLDivElement>(null);
  const dragging = useRef<{ first: boolean } | null>(null);
  const shareAt = (event: PointerEvent): Corner => {
    const { left, top, width, height } = surface.current!.getBoundingClientRect();
    return [(event.clientX - left) / width, (event.clientY - top) / height];
  };
  const tapped = (event: PointerEvent<HTMLDivElement>) => {
    if (event.target !== event.currentTarget) return;
    const at = shareAt(event);
    draw(isOnFirst(at, drawing.open, surface.current!) ? { do: 'close' } : { do: 'add', at });
  };
  const grabbed = (event: PointerEvent<HTMLButtonElement>, zone: number, corner: number) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    dragging.current = { first: true };
    draw({ do: 'hold', zone, corner });
  };
  const moved = (event: PointerEvent) => {
    if (dragging.current === null) return;
    draw({ do: 'move', to: shareAt(event), first: dragging.current.first });
    dragging.current.first = false;
  };
  const pressed = (event: KeyboardEvent, zone: number, corner: number) => {
    if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault();
      return draw({ do: 'delete', zone });
    }
    const by = arrows[event.key];
    const at = drawing.zones[zone]?.[corner];
    if (by === undefined || at === undefined) return undefined;
    event.preventDefault();
    const step = event.shiftKey ? fastKeyStep : keyStep;
    draw({ do: 'hold', zone, corner });
    return draw({ do: 'move', to: [at[0] + by[0] * step, at[1] + by[1] * step], first: !event.repeat });
  };
  const held = heldCorner(drawing);
  return (
    <div className="install-zones" ref={surface} data-testid="zones">
      <svg viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
        {drawing.zones.map((zone, i) => (
          <polygon key={i} points={zone.map((each) => each.join()).join(' ')} />
        ))}
        <polyline points={drawing.open.map((each) => each.join()).join(' ')} />
      </svg>
      <div className="install-zones-tap" role="img" aria-label={t('zonesSurface')} onPointerDown={tapped} />
      {drawing.zones.flatMap((zone, i) =>
        zone.map((corner, j) => (
          <button
            key={`${i}-${j}`}
            type="button"
            className={corner === held ? 'is-held' : ''}
            style={{ left: percent(corner[0]), top: percent(corner[1]) }}
            aria-label={t('cornerName', {
              zone: i + 1,
              n: j + 1,
              x: Math.round(corner[0] * 100),
              y: Math.round(corner[1] * 100),
            })}
            onPointerDown={(event) => grabbed(event, i, j)}
            onPointerMove={moved}
            onPointerUp={() => (dragging.current = null)}
            onPointerCancel={() => (dragging.current = null)}
            onFocus={() => draw({ do: 'hold', zone: i, corner: j })}
            onKeyDown={(event) => pressed(event, i, j)}
          />
        )),
      )}
      {drawing.open.map((corner, i) => (
        <i
          key={i}
          className={i === 0 ? 'is-first' : ''}
          style={{ left: percent(corner[0]), top: percent(corner[1]) }}
          aria-hidden="true"
        />
      ))}
    </div>
  );
}

const arrows: Readonly<Record<string, Corner>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

function isOnFirst([x, y]: Corner, open: readonly Corner[], surface: HTMLElement): boolean {
  const first = open[0];
  if (first === undefined || open.length < 3) return false;
  const { clientWidth: wide, clientHeight: high } = surface;
  return Math.hypot((x - first[0]) * wide, (y - first[1]) * high) <= closesWithinPx;
}
