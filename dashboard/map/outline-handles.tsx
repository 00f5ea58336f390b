// The corners of an outline that is being drawn, and what can be done with the one that is chosen.
import type { Language } from '../i18n/languages';
import type { LonLat } from './geometry';
import { MapHandle, nudged } from './map-handle';
import type { OverlayMap } from './overlay-map';
import { mapWords } from './words';

/** More corners than this are not for hands: a surveyed outline is imported. */
export const cornersMax = 120;

export interface OutlineHandlesProps {
  readonly map: OverlayMap;
  readonly lang: Language;
  readonly outline: readonly LonLat[];
  readonly onOutline: (outline: [number, number][]) => void;
  readonly onChoose: (corner: number) => void;
}

export function OutlineHandles({ map, lang, outline, onOutline, onChoose }: OutlineHandlesProps) {
  if (outline.length > cornersMax) return null;
  const moved = (n: number, to: LonLat) => onOutline(pairs(outline).toSpliced(n, 1, [to[0], to[1]]));
  return outline.map((at, n) => (
    <MapHandle
      key={n}
      map={map}
      at={at}
      label={mapWords[lang].corner(n + 1)}
      className="is-corner"
      onFocus={() => onChoose(n)}
      onMove={(to) => moved(n, to)}
      onKey={(event) => {
        if (event.key === 'Delete' || event.key === 'Backspace') {
          onOutline(pairs(outline).toSpliced(n, 1));
          return true;
        }
        const to = nudged(at, event);
        if (to) moved(n, to);
        return to !== null;
      }}
    />
  ));
}

export interface OutlineToolsProps {
  readonly lang: Language;
  readonly outline: readonly LonLat[];
  readonly chosen: number | null;
  readonly onOutline: (outline: [number, number][]) => void;
}

export function OutlineTools({ lang, outline, chosen, onOutline }: OutlineToolsProps) {
  const mine = mapWords[lang];
  return (
    <div className="pick-map-tools">
      <button
        type="button"
        disabled={chosen === null || outline[chosen] === undefined}
        onClick={() => onOutline(pairs(outline).filter((_, n) => n !== chosen))}
      >
        {mine.removeCorner}
      </button>
      <button type="button" disabled={outline.length === 0} onClick={() => onOutline([])}>
        {mine.clearOutline}
      </button>
      {outline.length > cornersMax ? <p>{mine.manyCorners(outline.length)}</p> : null}
    </div>
  );
}

function pairs(outline: readonly LonLat[]): [number, number][] {
  return outline.map(([lon, lat]) => [lon, lat]);
}
