// Turns marks into layers: each part again only when what it shows has changed.
import type { Area } from '@haixi/proto/live/picture';
import { useCallback, useEffect, useMemo } from 'react';
import type { StreetName } from './base/street-names';
import type { Sign } from './beyond';
import type { Language } from '../i18n/languages';
import { areaLines, areasLayer } from './layers/areas';
import { camerasLayer, wedgesLayer } from './layers/cameras';
import { clusterLayers } from './layers/clusters';
import { pinsLayer, ringsLayer, waysLayer } from './layers/incidents';
import { lackLayers } from './layers/lacks';
import { labelLayers, placeLabels } from './layers/labels';
import { beatsOf, pulseLayers } from './layers/pulse';
import { selectedSiteLayer, sitesLayer } from './layers/sites';
import { unitLayers } from './layers/units';
import type { CameraMark } from './marks/cameras';
import { foldSites } from './marks/clusters';
import type { IncidentMark, WayMark } from './marks/incidents';
import type { SiteMark } from './marks/sites';
import type { UnitMark } from './marks/units';
import { grounds, type MapTheme } from './palette';
import { quarters } from './overlay-map';
import { usePulse } from './pulse';
import type { MapState } from './use-map';

export interface Shown {
  readonly areas: Readonly<Record<string, Area>>;
  readonly streets: readonly StreetName[];
  readonly sites: readonly SiteMark[];
  readonly cameras: readonly CameraMark[];
  /** Those of the cameras whose field of view is drawn. */
  readonly views: readonly CameraMark[];
  readonly units: readonly UnitMark[];
  readonly incidents: readonly IncidentMark[];
  readonly calling: readonly IncidentMark[];
  readonly ways: readonly WayMark[];
  readonly signs: readonly Sign[];
  /** Whether areas, streets, sites and units are named; incidents always are. */
  readonly named: boolean;
  readonly selectedIncidentId: string | null;
  readonly selectedSiteId: string | null;
  /** `shop-01/camera-1`: the camera whose page is open. */
  readonly selectedCamera: string | null;
  /** The site that is selected, or the one at which the selected incident is. */
  readonly atSiteId: string | null;
  readonly lang: Language;
  readonly theme: MapTheme;
}

export function useLayers({ opened, view }: MapState, shown: Shown): void {
  const map = opened?.map;
  const atlas = opened?.atlas;
  const zoom = quarters(view?.zoom ?? 14);
  const {
    areas,
    streets,
    sites,
    cameras,
    views,
    units,
    incidents,
    calling,
    ways,
    signs,
    named,
    selectedIncidentId,
    selectedSiteId,
    selectedCamera,
    atSiteId,
    lang,
    theme,
  } = shown;
  const on = grounds[theme];

  const { single, clusters } = useMemo(() => foldSites(sites, zoom, atSiteId), [sites, zoom, atSiteId]);

  useEffect(() => map?.show('areas', [areasLayer(areaLines(areas), on)]), [map, areas, on]);

  useEffect(() => map?.show('ways', [waysLayer(ways, on)]), [map, ways, on]);

  useEffect(() => {
    const selected = sites.find(({ siteId }) => siteId === selectedSiteId);
    if (map && atlas)
      map.show('sites', [
        selectedSiteLayer(selected, zoom, on),
        ...clusterLayers(clusters, atlas),
        sitesLayer(single, atlas, zoom),
      ]);
  }, [map, atlas, sites, single, clusters, selectedSiteId, zoom, on]);

  useEffect(() => {
    const strong = ({ siteId, sourceId }: CameraMark) =>
      selectedCamera === null ? siteId === atSiteId : selectedCamera === `${siteId}/${sourceId}`;
    map?.show('fields', [wedgesLayer(views, strong, zoom, on)]);
  }, [map, views, selectedCamera, atSiteId, zoom, on]);

  useEffect(() => {
    if (map && atlas) map.show('cameras', [camerasLayer(cameras, atlas, zoom)]);
  }, [map, atlas, cameras, zoom]);

  useEffect(() => {
    if (map && atlas) map.show('lacks', lackLayers(single, atlas, zoom));
  }, [map, atlas, single, zoom]);

  useEffect(() => {
    if (map && atlas) map.show('units', unitLayers(units, atlas, zoom));
  }, [map, atlas, units, zoom]);

  useEffect(
    () => map?.show('rings', [ringsLayer(incidents, selectedIncidentId, on)]),
    [map, incidents, selectedIncidentId, on],
  );

  useEffect(() => {
    if (map && atlas) map.show('pins', [pinsLayer(incidents, atlas, selectedIncidentId)]);
  }, [map, atlas, incidents, selectedIncidentId]);

  const beats = useMemo(() => beatsOf(calling), [calling]);
  usePulse(
    calling.length > 0,
    useCallback((atMs) => map?.show('pulse', pulseLayers(beats, atMs, on)), [map, beats, on]),
  );

  const labels = useMemo(
    () =>
      placeLabels({
        areas: named ? Object.values(areas) : [],
        streets: named ? streets : [],
        sites: named ? single : [],
        clusters,
        units: named ? units : [],
        incidents,
        selectedSiteId,
        zoom: view?.zoom ?? zoom,
        view,
        signs: signs.map(({ box }) => box),
        lang,
        on,
      }),
    [named, areas, streets, single, clusters, units, incidents, selectedSiteId, zoom, view, signs, lang, on],
  );
  useEffect(() => {
    const { below, alarms } = labelLayers(labels, on);
    map?.show('labels', below);
    map?.show('alarms', alarms);
  }, [map, labels, on]);
}
