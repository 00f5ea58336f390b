// The page of the map's measure: the real live picture and the real map, fed by a server made of a loop.
import { type Desk, deskSchema } from '@haixi/proto/accounts/desk';
import { createRoot } from 'react-dom/client';
import { type Heard, startLive } from '../live/live';
import { pacedLive } from '../live/paced-live';
import { DistrictMap } from '../map/district-map';
import { LiveContext, useLatest, useNowMs, usePicture } from '../store/live-context';
import { changeOf, districtOf } from './district';
import { clockWork } from './work';

const bootMs = 1_800_000_000_000;
const stepMs = 10;
const tickEveryMs = 2_000;

const arrangement: Desk = deskSchema.parse({});
const work = clockWork();
const nowMs = () => Math.round(bootMs + performance.now());
const after = (ms: number, run: () => void) => {
  const timer = setTimeout(() => work.timed(run), ms);
  return () => clearTimeout(timer);
};

function Shown() {
  const picture = usePicture();
  const latest = useLatest();
  const shownMs = useNowMs();
  if (picture === null) return null;
  return (
    <DistrictMap
      picture={picture}
      latest={latest}
      nowMs={shownMs}
      selectedIncidentId={null}
      selectedSiteId={null}
      selectedCamera={null}
      sought={null}
      onSelectIncident={nothing}
      onSelectSite={nothing}
      onSelectCamera={nothing}
      stale={false}
      lang="zh-CN"
      arrangement={arrangement}
      arranged
      onArrange={nothing}
      onSeekPlace={nothing}
    />
  );
}

/** Shows a district of so many cameras; the answer tells it changes, as many as wanted in so long, and what that cost. */
function show(cameras: number) {
  let server: Heard | null = null;
  const picture = districtOf(cameras);
  const snapshot = () => ({ nowMs: nowMs(), register: 0, picture, latest: changeOf(0, cameras, nowMs()) });
  const told = startLive({
    openSocket: (heard) => {
      server = heard;
      return {
        connect: () => void setTimeout(() => heard.connected(), 0),
        disconnect: nothing,
        watch: () => void setTimeout(() => heard.frame('snapshot', snapshot()), 0),
        tablet: nothing,
      };
    },
    monoMs: () => performance.now(),
    random: () => 0.5,
    after,
  });
  const done = new MessageChannel();
  let next: (() => void)[] = [];
  done.port1.addEventListener('message', () => {
    const due = next;
    next = [];
    for (const run of due) work.timed(run);
  });
  done.port1.start();
  const live = pacedLive(told, {
    monoMs: () => performance.now(),
    next: (run) => {
      next.push(run);
      done.port2.postMessage(null);
    },
    after,
  });
  live.subscribe(work.cut);
  createRoot(document.getElementById('root')!).render(
    <LiveContext value={live}>
      <Shown />
    </LiveContext>,
  );
  let nth = 0;
  let tickAtMs = 0;
  const change = () => {
    nth += 1;
    server?.frame('latest', changeOf(nth, cameras, nowMs()));
    if (performance.now() < tickAtMs) return;
    tickAtMs = performance.now() + tickEveryMs;
    server?.frame('tick', { nowMs: nowMs(), heads: {}, register: 0 });
  };
  /** `perSecond` changes for `forMs`, each a frame of its own. */
  const run = async (perSecond: number, forMs: number) => {
    work.take();
    const startMs = performance.now();
    let sent = 0;
    while (performance.now() - startMs < forMs) {
      const due = Math.floor(((performance.now() - startMs) * perSecond) / 1000);
      if (sent < due)
        work.timed(() => {
          for (; sent < due; sent += 1) change();
        });
      await new Promise((resolve) => setTimeout(resolve, stepMs));
    }
    return { ...work.take(), changes: sent };
  };
  return { run };
}

function nothing() {}

Object.assign(window, {
  mapBench: show(Number(new URLSearchParams(location.search).get('cameras') ?? 10_000)),
});
