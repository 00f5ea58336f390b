// The control room: queue, map and panel side by side, what is selected in them, the keys and the bell.
import type { Incident } from '@haixi/proto/incident/incident';
import { isActive } from '@haixi/proto/incident/moves';
import type { Picture } from '@haixi/proto/live/picture';
import {
  type ComponentProps,
  Suspense,
  lazy,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useLanguage } from '../i18n/use-language';
import { IncidentQueue } from '../incidents/incident-queue';
import { filtered, noFilter, toggled } from '../incidents/queue-filter';
import { inOrder } from '../incidents/queue-order';
import { useSeenRings } from '../sound/use-seen-rings';
import { ringsAgain, toneNow } from '../sound/bell';
import { useBell } from '../sound/use-bell';
import type { MapControl } from '../map/district-map';
import { useLatest, useNowMs, useStaleSinceMs } from '../store/live-context';
import { isToMe, mayHere } from '../store/may';
import { useNames } from '../store/names';
import { RoundContextProvider, useOwnRounds } from '../store/round-context';
import { useSession } from '../store/session-context';
import { useCommands } from '../store/use-commands';
import { useDesk } from '../store/use-desk';
import { prepareLooks } from '../video/look.service';
import { StageContextProvider, useStage } from '../video/stage';
import { Bars } from './bars';
import { CameraOverMap, KeySheet, OpenForm, Palette, prepareParts } from './later';
import { type PaletteItem, placeItems } from './palette-items';
import type { Shortcut } from './shortcut';
import { type PanelHandle, SidePanel } from './side-panel';
import { SoundCheck } from './sound-check';
import { ListDrawer } from './list-drawer';
import { TestBar } from './test-bar';
import { TopBar } from './top-bar';
import { incidentOfHash } from './camera-hash';
import { listenerOf } from './listener';
import { UndoToast } from './undo-toast';
import { openWall } from './open-wall';
import { useCameraHash } from './use-camera-hash';
import { usePaletteItems } from './use-palette-items';
import { useShortcuts } from './use-shortcuts';
import { useUndo } from './use-undo';

type Sought = ComponentProps<typeof DistrictMap>['sought'];

const DistrictMap = lazy(async () => ({ default: (await import('../map/district-map')).DistrictMap }));

/** The queue and the map come first. */
const prepareAfterMs = 1_500;

/** What lies over the room: a list in the drawer, the form for a caller, the sheet of keys. */
export type Overlay =
  'sites' | 'cameras' | 'closed' | 'looks' | 'open' | 'keys' | 'palette' | 'places' | null;

export function ControlRoom({ picture }: { picture: Picture }) {
  const { me } = useSession();
  const language = useLanguage();
  const names = useNames();
  const latest = useLatest();
  const nowMs = useNowMs();
  const staleSinceMs = useStaleSinceMs();
  const commands = useCommands();
  const rounds = useOwnRounds();
  const [incidentId, setIncidentId] = useState(() => incidentOfHash(location.hash));
  const [siteId, setSiteId] = useState<string | null>(null);
  const [overlay, setOverlay] = useState<Overlay>(null);
  const [sought, setSought] = useState<Sought>(null);
  const [camera, setCamera] = useCameraHash();
  // A list would cover what is made large; a caller's form lies over both, with what was typed in it.
  const closeList = useCallback(() => setOverlay((now) => (now === 'open' ? now : null)), []);
  const { stage: videoStage, setHost } = useStage(closeList);
  const panel = useRef<PanelHandle>(null);
  useEffect(() => {
    const idle = setTimeout(() => {
      void prepareParts();
      void prepareLooks();
    }, prepareAfterMs);
    return () => clearTimeout(idle);
  }, []);

  const { areas, incidents } = picture;
  const queue = useMemo(() => inOrder(incidents), [incidents]);
  const listener = useMemo(() => listenerOf(me, areas), [me, areas]);
  const { seen, look } = useSeenRings(incidents);
  const { desk, read: arranged, change } = useDesk();
  const map = useRef<MapControl>(null);
  const bell = useBell(toneNow(queue, listener, seen), {
    volume: desk.volume,
    keep: (volume) => change({ volume }),
  });

  const open = useCallback(
    (id: string) => {
      setIncidentId(id);
      setSiteId(null);
      const incident = incidents[id];
      if (incident !== undefined) look(incident);
    },
    [incidents, look],
  );
  const openCamera = useCallback(
    (cameraSiteId: string, sourceId: string) => setCamera({ siteId: cameraSiteId, sourceId }),
    [setCamera],
  );
  const mayReceive = (incident: Incident) => mayHere(me, 'incident.receive', incident.areaId, areas);
  const undo = useUndo(commands.run, incidents);
  const { run } = undo;
  const remembering = { ...commands, run };
  const calls = (incident: Incident) =>
    incident.overdue.some(({ to }) => isToMe(me, to, incident.areaId, areas)) ||
    ringsAgain(incident, listener, seen);
  const filter = desk.queue;
  const shown = filtered(queue, filter, me.person.personId, calls);
  const show = (whose: 'mine' | 'unreceived') =>
    change({ queue: { ...filter, whose: filter.whose === whose ? 'all' : whose } });
  const [keySteps, setKeySteps] = useState(0);
  const receive = useCallback(
    (incident: Incident) => {
      const { incidentId: id, stage } = incident;
      open(id);
      void run('incident.receive', { incidentId: id, expects: stage });
    },
    [open, run],
  );
  const selected = incidentId === null ? null : (incidents[incidentId] ?? null);
  const openAreas = Object.keys(areas).filter((areaId) => mayHere(me, 'incident.open', areaId, areas));

  const paletteItems = usePaletteItems(picture, queue, selected, names);
  const act = (shortcut: Shortcut) => {
    if (overlay === 'keys' && shortcut.do !== 'back' && shortcut.do !== 'palette') return undefined;
    const rows = shown.shown;
    const at = rows.findIndex((incident) => incident.incidentId === incidentId);
    const step = (to: number) => {
      const next = rows[Math.min(rows.length - 1, Math.max(0, to))];
      if (next === undefined) return;
      open(next.incidentId);
      setKeySteps((steps) => steps + 1);
    };
    const toggle = (list: Overlay) => setOverlay(overlay === list ? null : list);
    switch (shortcut.do) {
      case 'next':
        return step(at + 1);
      case 'previous':
        return step(at - 1);
      case 'open':
        return selected === null ? step(0) : panel.current?.focus();
      case 'receive':
        if (selected?.stage === 'reported' && mayReceive(selected)) receive(selected);
        return undefined;
      case 'send':
        return panel.current?.sendNth(shortcut.nth);
      case 'note':
        return panel.current?.focusNote();
      case 'help':
        return setOverlay('keys');
      case 'video':
        return panel.current?.toggleVideo();
      case 'larger':
        return panel.current?.largerVideo();
      case 'cameras':
      case 'sites':
      case 'closed':
      case 'palette':
      case 'places':
        return toggle(shortcut.do);
      case 'new':
        return openAreas.length > 0 ? setOverlay('open') : undefined;
      case 'nearer':
        return map.current?.zoomBy(1);
      case 'farther':
        return map.current?.zoomBy(-1);
      case 'home':
        return map.current?.home();
      case 'layers':
        return map.current?.toggleLayers();
      case 'follow':
        return change({ mapFollows: !desk.mapFollows });
      case 'theme':
        return change({ mapTheme: desk.mapTheme === 'day' ? 'night' : 'day' });
      case 'wall':
        return openWall();
      case 'undo':
        return undo.undo();
      case 'mine':
      case 'unreceived':
        return show(shortcut.do);
      case 'clear':
        return change({ queue: noFilter });
      case 'back':
        if (videoStage.large.length > 0) return videoStage.clear();
        if (overlay !== null) return setOverlay(null);
        if (map.current?.fold() === true) return undefined;
        if (camera !== null) return setCamera(null);
        return siteId === null ? setIncidentId(null) : setSiteId(null);
    }
  };
  useShortcuts(overlay !== 'open' && overlay !== 'palette' && overlay !== 'places', act);
  const choose = ({ deed }: PaletteItem) => {
    switch (deed.do) {
      case 'shortcut':
        return act({ do: deed.shortcut, nth: 1 });
      case 'area':
        return change({ queue: { ...filter, areaIds: toggled(filter.areaIds, deed.areaId) } });
      case 'goToArea':
        return setSought({ what: 'area', areaId: deed.areaId });
      case 'site':
        setSought({ what: 'site', siteId: deed.siteId });
        return setSiteId(deed.siteId);
      case 'camera':
        setSought({ what: 'camera', siteId: deed.siteId, sourceId: deed.sourceId });
        return openCamera(deed.siteId, deed.sourceId);
      case 'unit': {
        const at = queue.find(({ assignments }) =>
          assignments.some((each) => each.unitId === deed.unitId && isActive(each)),
        );
        setSiteId(null);
        return setIncidentId(at?.incidentId ?? null);
      }
      default: {
        const incident = incidents[deed.incidentId];
        if (incident === undefined) return undefined;
        const { incidentId: id, stage: expects } = incident;
        if (deed.do === 'receive') return receive(incident);
        open(id);
        if (deed.do === 'takeOver') void run('incident.takeOver', { incidentId: id, expects });
        if (deed.do === 'send') void run('incident.send', { incidentId: id, expects, unitId: deed.unitId });
        return undefined;
      }
    }
  };

  const listens = Object.keys(areas).some(listener.receives);
  const stale = staleSinceMs !== null;
  return (
    <RoundContextProvider value={rounds}>
      <StageContextProvider stage={videoStage}>
        <div className={stale ? 'room is-stale' : 'room'}>
          <TopBar
            picture={picture}
            names={names}
            nowMs={nowMs}
            bell={bell}
            mayOpen={openAreas.length > 0}
            onShow={setOverlay}
          />
          <Bars staleSinceMs={staleSinceMs} bell={bell}>
            {listens ? (
              <SoundCheck personId={me.person.personId} nowMs={nowMs} bell={bell} run={run} />
            ) : null}
            <TestBar sites={picture.sites} names={names} onSelectSite={setSiteId} />
          </Bars>
          <main className="room-columns">
            <IncidentQueue
              openCount={queue.length}
              unreceivedCount={queue.filter(({ stage }) => stage === 'reported').length}
              filtered={shown}
              filter={filter}
              onFilter={(next) => change({ queue: next })}
              areaIds={Object.keys(areas)}
              keySteps={keySteps}
              names={names}
              selectedId={incidentId}
              mayReceive={mayReceive}
              isReceiving={(incident) => commands.isPending('incident.receive', incident.incidentId)}
              isToMe={calls}
              onOpen={open}
              onReceive={receive}
            />
            <div className="room-map">
              <Suspense fallback={null}>
                <DistrictMap
                  picture={picture}
                  latest={latest}
                  nowMs={nowMs}
                  selectedIncidentId={siteId === null ? incidentId : null}
                  selectedSiteId={siteId}
                  selectedCamera={camera === null ? null : `${camera.siteId}/${camera.sourceId}`}
                  sought={sought}
                  onSelectIncident={open}
                  onSelectSite={setSiteId}
                  onSelectCamera={openCamera}
                  stale={stale}
                  lang={language}
                  arrangement={desk}
                  arranged={arranged}
                  onArrange={change}
                  onSeekPlace={() => setOverlay('places')}
                  control={map}
                />
              </Suspense>
              {camera === null ? null : (
                <Suspense fallback={null}>
                  <CameraOverMap
                    key={`${camera.siteId}/${camera.sourceId}`}
                    camera={camera}
                    picture={picture}
                    latest={latest}
                    names={names}
                    nowMs={nowMs}
                    incidentId={incidentId}
                    onOpenIncident={open}
                    onOpenSite={setSiteId}
                    onClose={() => setCamera(null)}
                  />
                </Suspense>
              )}
              <UndoToast undo={undo} names={names} />
              <div className="video-stage" ref={setHost} />
              <ListDrawer
                overlay={overlay}
                picture={picture}
                latest={latest}
                names={names}
                nowMs={nowMs}
                camera={camera}
                onSelectSite={setSiteId}
                onSelectCamera={(cameraSiteId, sourceId) => {
                  // The list would cover the page, on a small screen all of it.
                  setOverlay(null);
                  openCamera(cameraSiteId, sourceId);
                }}
                onSelectIncident={open}
                onClose={() => setOverlay(null)}
              />
            </div>
            <SidePanel
              ref={panel}
              picture={picture}
              latest={latest}
              names={names}
              nowMs={nowMs}
              incidentId={incidentId}
              siteId={siteId}
              commands={remembering}
              onReceive={receive}
              onLook={look}
              onOpen={open}
              onCloseSite={() => setSiteId(null)}
              onOpenCamera={openCamera}
            />
          </main>
          <Suspense fallback={null}>
            {overlay === 'open' ? (
              <OpenForm
                picture={picture}
                names={names}
                areaIds={openAreas}
                run={run}
                pending={commands.isPending('incident.open')}
                onOpened={(id) => {
                  setOverlay(null);
                  open(id);
                }}
                onCancel={() => setOverlay(null)}
              />
            ) : null}
            {overlay === 'palette' ? (
              <Palette
                seeks="anything"
                items={paletteItems}
                onChoose={choose}
                onClose={() => setOverlay(null)}
              />
            ) : null}
            {overlay === 'places' ? (
              <Palette
                seeks="place"
                items={() => placeItems(picture, names)}
                onChoose={choose}
                onClose={() => setOverlay(null)}
              />
            ) : null}
            {overlay === 'keys' ? <KeySheet shown onClose={() => setOverlay(null)} /> : null}
          </Suspense>
        </div>
      </StageContextProvider>
    </RoundContextProvider>
  );
}
