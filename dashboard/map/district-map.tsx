// The map of the console: the live picture over an illustrative town. It draws what it is given and decides nothing.
import type { CameraRef, MapLayer } from '@haixi/proto/accounts/desk';
import type { Latest, Picture } from '@haixi/proto/live/picture';
import {
  type DragEvent,
  type Ref,
  useEffect,
  useEffectEvent,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { Language } from '../i18n/languages';
import { dragCamera } from '../store/camera-drag';
import type { Arrangement } from './arrangement';
import { drawTown } from './base/draw';
import { streetNames } from './base/street-names';
import { signsBeyond } from './beyond';
import { BeyondSigns } from './beyond-signs';
import './district-map.css';
import { type Bounds, boundsOf } from './geometry';
import { HoverNote, noteOf, type Note } from './hover-note';
import { MapFrame, type Unfolded } from './map-frame';
import { wedgesFrom } from './layers/cameras';
import { cameraMarker } from './marks/cameras';
import { incidentMarks, wayMarks } from './marks/incidents';
import { siteMarks } from './marks/sites';
import { unitMarks } from './marks/units';
import { groundOf, type Sought } from './sought';
import { useFollow } from './use-follow';
import { useLayers } from './use-layers';
import { useMap } from './use-map';
import { useOwnView } from './use-own-view';
import { mapWords } from './words';

export interface DistrictMapProps {
  readonly picture: Picture;
  readonly latest: Latest;
  /** The server's clock, epoch ms; ages are drawn anew every ten seconds of it. */
  readonly nowMs: number;
  readonly selectedIncidentId: string | null;
  readonly selectedSiteId: string | null;
  /** `shop-01/camera-1`: the camera whose page is open. */
  readonly selectedCamera: string | null;
  /** The place that was looked for last: the map goes there. */
  readonly sought: Sought | null;
  readonly onSelectIncident: (incidentId: string) => void;
  readonly onSelectSite: (siteId: string) => void;
  readonly onSelectCamera: (siteId: string, sourceId: string) => void;
  /** The picture can't be vouched for (rule L3): the map is greyed; the console says since when. */
  readonly stale: boolean;
  readonly lang: Language;
  /** How the person has arranged it, and whether that is their own already or still the defaults. */
  readonly arrangement: Arrangement;
  readonly arranged: boolean;
  readonly onArrange: (part: Partial<Arrangement>) => void;
  readonly onSeekPlace: () => void;
  readonly control?: Ref<MapControl>;
}

/** What keys do to the map. */
export interface MapControl {
  readonly zoomBy: (steps: number) => void;
  /** To the person's own view, or from there to the whole district. */
  readonly home: () => void;
  readonly toggleLayers: () => void;
  /** Folds menu and legend in; whether there was anything to fold. */
  readonly fold: () => boolean;
}

const town = drawTown();
const noAreas = {};
const streets = streetNames(town.named, town.spots);

const areaFlightMs = 900;
const none: readonly never[] = [];

export function DistrictMap(props: DistrictMapProps) {
  const { picture, latest, selectedIncidentId, selectedSiteId, stale, lang, arrangement, onArrange } = props;
  const container = useRef<HTMLDivElement>(null);
  const clickedId = useRef<string | null>(null);
  const [note, setNote] = useState<Note | null>(null);
  const [unfolded, setUnfolded] = useState<Unfolded>(null);
  const [touchedAtMs, setTouchedAtMs] = useState<number | null>(null);
  const [pointed, setPointed] = useState<CameraRef | null>(null);

  const state = useMap(container, town, homeOf(picture), arrangement.mapTheme, {
    clicked: ({ object }) => {
      const bounds = boundsOfCluster(object);
      if (bounds) return state.opened?.map.frame(bounds, areaFlightMs);
      const picked = pickedOf(object);
      if (!picked) return undefined;
      clickedId.current = picked.id;
      if (picked.what === 'incident') props.onSelectIncident(picked.id);
      else if (picked.sourceId !== null) props.onSelectCamera(picked.id, picked.sourceId);
      else props.onSelectSite(picked.id);
      return undefined;
    },
    hovered: (info) => {
      setNote(noteOf(info, lang));
      const { id: cameraSiteId = '', sourceId = null } = pickedOf(info.object) ?? {};
      setPointed((was) => {
        if (sourceId === null) return null;
        return was?.siteId === cameraSiteId && was.sourceId === sourceId
          ? was
          : { siteId: cameraSiteId, sourceId };
      });
    },
  });

  const { positions } = latest;
  const tenSecondsMs = Math.floor(props.nowMs / 10_000) * 10_000;
  const sites = useMemo(() => siteMarks(picture.sites), [picture.sites]);
  const atSiteId =
    selectedSiteId ??
    (selectedIncidentId === null ? null : picture.incidents[selectedIncidentId]?.siteId) ??
    null;
  // From afar nothing is drawn of cameras but of those that are chosen, and nothing is worked out of the others.
  const far = (state.view?.zoom ?? 0) < wedgesFrom;
  const chosenSiteId = props.selectedCamera?.split('/')[0] ?? atSiteId;
  const [markAll] = useState(cameraMarker);
  const [markChosen] = useState(cameraMarker);
  const cameras = useMemo(() => {
    if (!far) return markAll(picture.sites, latest, tenSecondsMs);
    const chosen = chosenSiteId === null ? undefined : picture.sites[chosenSiteId];
    return chosen ? markChosen({ [chosen.siteId]: chosen }, latest, tenSecondsMs) : none;
  }, [far, markAll, markChosen, chosenSiteId, picture.sites, latest, tenSecondsMs]);
  const units = useMemo(
    () => unitMarks({ units: picture.units, incidents: picture.incidents }, positions, tenSecondsMs),
    [picture.units, picture.incidents, positions, tenSecondsMs],
  );
  const { marks: incidents, unplaced } = useMemo(
    () => incidentMarks(picture.incidents, picture.sites, picture.units, positions),
    [picture.incidents, picture.sites, picture.units, positions],
  );
  const calling = useMemo(() => incidents.filter((mark) => mark.calls), [incidents]);
  const signs = useMemo(() => (state.view ? signsBeyond(calling, state.view) : []), [calling, state.view]);
  const ways = useMemo(
    () => wayMarks(picture.incidents, incidents, positions),
    [picture.incidents, incidents, positions],
  );
  const shows = (layer: MapLayer) => !arrangement.mapHidden.includes(layer);
  useLayers(state, {
    areas: shows('areas') ? picture.areas : noAreas,
    streets,
    sites: shows('sites') ? sites : none,
    cameras: shows('cameras') ? cameras : none,
    views: shows('views') ? cameras : none,
    units: shows('units') ? units : none,
    incidents,
    calling,
    ways: shows('ways') ? ways : none,
    named: shows('labels'),
    theme: arrangement.mapTheme,
    signs,
    selectedIncidentId,
    selectedSiteId,
    selectedCamera: props.selectedCamera,
    atSiteId,
    lang,
  });

  // What was chosen in a list is brought into view; what was clicked on the map is in view.
  const map = state.opened?.map ?? null;
  const visit = useEffectEvent((incidentId: string | null, siteId: string | null) => {
    const clicked = clickedId.current;
    clickedId.current = null;
    if (clicked !== null && clicked === (incidentId ?? siteId)) return;
    const place =
      incidentId === null
        ? sites.find((mark) => mark.siteId === siteId)
        : incidents.find((mark) => mark.incidentId === incidentId);
    if (place) map?.visit(place.position);
  });
  useEffect(() => {
    if (map) visit(selectedIncidentId, selectedSiteId);
  }, [map, selectedIncidentId, selectedSiteId]);

  const seek = useEffectEvent((what: Sought) => {
    const ground = groundOf(what, picture);
    if (ground === null) return;
    if ('at' in ground) map?.visit(ground.at);
    else map?.frame(ground.within, areaFlightMs);
  });
  useEffect(() => {
    if (map && props.sought) seek(props.sought);
  }, [map, props.sought]);

  const working = selectedIncidentId !== null || selectedSiteId !== null || props.selectedCamera !== null;
  const home = useOwnView(map, state.view, arrangement.map, {
    arranged: props.arranged,
    engaged: working || touchedAtMs !== null,
  });
  useFollow(map, calling, { follows: arrangement.mapFollows, working, touchedAtMs, nowMs: props.nowMs });
  const touched = () => setTouchedAtMs(props.nowMs);
  useImperativeHandle(props.control, () => ({
    zoomBy: (steps) => map?.zoomBy(steps),
    home,
    toggleLayers: () => setUnfolded((now) => (now === 'layers' ? null : 'layers')),
    fold: () => {
      setUnfolded(null);
      return unfolded !== null;
    },
  }));

  // A pull on a camera takes it off the map, into the wall in another window; on anything else it moves the map.
  const draggable = pointed !== null;
  useEffect(() => map?.pan(!draggable), [map, draggable]);
  const drag = ({ dataTransfer, currentTarget }: DragEvent<HTMLElement>) => {
    if (pointed === null) return;
    dragCamera(dataTransfer, pointed);
    const named = currentTarget.parentElement?.querySelector('.district-map-note');
    if (named) dataTransfer.setDragImage(named, 0, 0);
  };

  return (
    <section
      className={`district-map is-${arrangement.mapTheme}${stale ? ' is-stale' : ''}`}
      aria-label={mapWords[lang].map}
      data-incidents={incidents.length}
      data-calling={calling.length}
      onPointerMove={touched}
      onPointerDown={touched}
      onWheel={touched}
      onKeyDown={touched}
    >
      <div
        ref={container}
        className="district-map-canvas"
        draggable={draggable}
        onDragStart={drag}
        onDragEnd={() => setPointed(null)}
      />
      {state.possible ? null : <p className="district-map-fault">{mapWords[lang].noMap}</p>}
      <BeyondSigns signs={signs} lang={lang} onSelect={props.onSelectIncident} />
      <MapFrame
        lang={lang}
        map={map}
        unplaced={unplaced}
        tools={{
          unfolded,
          onUnfold: setUnfolded,
          arrangement,
          onArrange,
          view: state.view,
          onHome: home,
          onSeekPlace: props.onSeekPlace,
        }}
      />
      {note ? <HoverNote note={note} /> : null}
    </section>
  );
}

/** The district's outline; where it has none, all sites; where there are none, the middle of Jiaocheng. */
function homeOf({ areas, sites }: Picture): Bounds {
  const outlines = Object.values(areas).flatMap(({ outline }) => outline ?? []);
  const positions = Object.values(sites).map(({ position }): [number, number] => [
    position.lon,
    position.lat,
  ]);
  return boundsOf(outlines) ?? boundsOf(positions) ?? [119.51, 26.65, 119.545, 26.68];
}

/** Where a press on folded sites goes; null where it was on something else. */
function boundsOfCluster(object: unknown): Bounds | null {
  const isCluster = typeof object === 'object' && object !== null && 'clusterId' in object;
  return isCluster && 'bounds' in object ? (object.bounds as Bounds) : null;
}

/** The incident, the site, or the site's camera under the pointer; null for a unit or the ground. */
function pickedOf(
  object: unknown,
): { what: 'incident' | 'site'; id: string; sourceId: string | null } | null {
  if (typeof object !== 'object' || object === null) return null;
  if ('unitId' in object) return null;
  if ('incidentId' in object && typeof object.incidentId === 'string')
    return { what: 'incident', id: object.incidentId, sourceId: null };
  if (!('siteId' in object) || typeof object.siteId !== 'string') return null;
  const sourceId = 'sourceId' in object && typeof object.sourceId === 'string' ? object.sourceId : null;
  return { what: 'site', id: object.siteId, sourceId };
}
