// The spine, end to end: begun by a covered lens or a press, with processes killed on the way, and nothing missing.
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { type Cameras, startCameras } from '../camera/rtsp-camera.js';
import { kindOf } from '../camera/zoo.js';
import { type Agent, startAgent } from './harness/agent.js';
import { camerasNow } from './harness/cameras-now.js';
import { type ConsoleScreen, consoleSize, openConsole, patienceMs } from './harness/console-screen.js';
import { brightness, tileOf } from './harness/live-tile.js';
import { openPatrol, type PatrolScreen, patrolSize } from './harness/patrol-screen.js';
import { leave, type Screen, screenOf, startBrowser } from './harness/people.js';
import { openIncidentAt } from './harness/picture.js';
import { liveThrough, storyEvents } from './harness/story.js';
import { killServer, serverAgain, verify } from './harness/system.js';
import { until } from './harness/until.js';
import { viewsOf } from './harness/views.js';

const system = inject('system');

/** A road is brighter than this, a hand before the lens darker. */
const dark = 50;

let browser: Browser;
let operator: Screen;
let officer: Screen | null = null;
let console: ConsoleScreen;

beforeAll(async () => {
  browser = await startBrowser();
});

beforeEach(async () => {
  operator = await screenOf(browser, system, 'operator', consoleSize);
  console = await openConsole(operator);
});

afterEach(async ({ task }) => {
  for (const screen of [operator, officer]) await leave(screen, task.result?.state === 'fail');
  officer = null;
});

afterAll(async () => {
  await browser?.close();
});

/** The next step is taken while there is no server: it has to wait for the new one, and must not be made twice. */
const between = () => void killServer(system);

test('D1 D2 D3 I1 L2 a covered lens becomes a closed incident, with the server killed between any two steps', async () => {
  const siteId = 'community-02';
  let cameras: Cameras | undefined;
  let agent: Agent | undefined;
  try {
    cameras = await startCameras(['lens']);
    agent = await startAgent(system, {
      [siteId]: [{ id: 'camera-1', type: 'camera', address: cameras.address('lens') }],
    });
    // A lens that was covered from the start is no news; the agent has to have seen the street.
    await until(
      'the server has the camera’s picture',
      async () => (await camerasNow(system.url, operator.cookie)).get(`${siteId}/camera-1`)?.state === 'ok',
    );

    const patrol = await signOn('officer2', { lon: 119.5352, lat: 26.6685 });
    const coveredAtMs = Date.now();
    await cameras.show('lens', ['hand']);
    const { incidentId } = await openIncidentAt(system.url, operator.cookie, siteId);
    await console.row(incidentId).waitFor();
    process.stdout.write(`a covered lens was on the console after ${Date.now() - coveredAtMs} ms\n`);

    const tile = tileOf(console.page, siteId, 'camera-1');
    await liveThrough({
      incidentId,
      console,
      patrol,
      between,
      unit: { unitId: 'unit-02', name: '民警 02 组' },
      kind: '镜头被遮挡',
      note: '镜头被广告布遮挡，已取下',
      picture: {
        received: async () => {
          await expectSnapshot(incidentId);
          await tile.live();
          expect((await tile.seen()).road).toBeLessThan(dark);
          await cameras?.show('lens', ['street']);
          await until(
            'the hand is gone from the picture',
            async () => ((await tile.seen()).road ?? 0) > dark,
          );
          expect(kindOf((await tile.seen()).number)).toBe('lens');
        },
        // Three servers later it goes on, without a press.
        handled: async () => void (await tile.live(patienceMs)),
      },
    });
    await expectWhole(incidentId, ['incident.opened', ...storyEvents], 1);
    const { incident } = await operator.api.incident(incidentId);
    expect(incident).toMatchObject({ kind: 'lens-covered', siteId, alarmCount: 1, outcome: 'genuine' });
  } finally {
    await agent?.stop();
    await cameras?.stop();
  }
});

test('D1 D2 D3 D7 a press becomes a closed incident, with the agent killed after it and the server all the way', async () => {
  const siteId = 'shop-03';
  const agent = await startAgent(system, { [siteId]: [{ id: 'button-1', type: 'button', kind: 'panic' }] });
  try {
    const patrol = await signOn('officer1', { lon: 119.5318, lat: 26.6615 });
    const pressedAtMs = Date.now();
    expect(await agent.press(siteId, 'button-1')).toBe(202);
    await agent.kill();
    await agent.start();
    const { incidentId } = await openIncidentAt(system.url, operator.cookie, siteId);
    await console.row(incidentId).waitFor();
    process.stdout.write(
      `a press was on the console after ${Date.now() - pressedAtMs} ms, its agent killed in between\n`,
    );

    // Again, and nobody is there to store it: neither the server nor, a moment later, the agent that took it.
    const killed = killServer(system);
    expect(await agent.press(siteId, 'button-1')).toBe(202);
    await agent.kill();
    await agent.start();
    await serverAgain(system, killed);
    const rung = await openIncidentAt(
      system.url,
      operator.cookie,
      siteId,
      ({ alarmCount }) => alarmCount > 1,
    );
    expect(rung).toMatchObject({ incidentId, alarmCount: 2, rings: 1, priority: 1 });

    await liveThrough({
      incidentId,
      console,
      patrol,
      between,
      unit: { unitId: 'unit-01', name: '巡逻 01 车' },
      kind: '紧急报警',
      note: '店主误触，已核实',
    });
    await expectWhole(incidentId, ['incident.opened', 'alarm.joined', ...storyEvents], 0);
  } finally {
    await agent.stop();
  }
});

/** An officer at a tablet, not far from where it is going to happen. */
async function signOn(
  who: 'officer1' | 'officer2',
  here: { lon: number; lat: number },
): Promise<PatrolScreen> {
  officer = await screenOf(browser, system, who, patrolSize);
  return openPatrol(officer, here);
}

/** The snapshot stands beside the picture, and shows the moment: the hand before the lens. */
async function expectSnapshot(incidentId: string): Promise<void> {
  const picture = console.panel.getByTestId('snapshot').locator('img');
  await until('the snapshot is shown', () =>
    picture.evaluate((img: HTMLImageElement) => img.complete && img.naturalWidth > 0),
  );
  const { events } = await operator.api.incident(incidentId);
  const { data } = events.find((event) => event.type === 'alarm.pictured')!;
  const path = `/api/incidents/${incidentId}/snapshots/${String(data['alarmId'])}`;
  const answer = await fetch(`${system.url}${path}`, { headers: { cookie: operator.cookie } });
  expect(answer.headers.get('content-type')).toBe('image/jpeg');
  expect((await answer.arrayBuffer()).byteLength).toBe(data['bytes']);
  expect(await brightness(picture)).toBeLessThan(dark);
}

/**
 * The log holds exactly these events, in this order, none twice, and its chain is whole. The clocks are real here, so on
 * a slow machine one may run out on the way: each at most once.
 */
async function expectWhole(incidentId: string, types: readonly string[], snapshots: number): Promise<void> {
  // Who looks at the incident any longer looks at its camera too.
  await console.page.goto('about:blank');
  await until(
    'the last server answers',
    async () => (await fetch(`${system.url}/api/openapi.json`)).ok,
    60_000,
  );
  const views = await viewsOf(operator.api, incidentId);
  const { incident, events } = await operator.api.incident(incidentId);
  expect(events.filter((event) => event.type === 'alarm.pictured')).toHaveLength(snapshots);
  expect(views.length > 0).toBe(snapshots > 0);
  const overdue = events.filter((event) => event.type === 'incident.overdue');
  expect(new Set(overdue.map((event) => event.data['step'])).size).toBe(overdue.length);
  const beside = [
    ...overdue,
    ...events.filter(({ type }) => /^(view\.|alarm\.pictured|assignment\.marked)/.test(type)),
  ];
  expect(events.filter((event) => !beside.includes(event)).map((event) => event.type)).toEqual(types);
  expect(incident.stage).toBe('closed');
  const { data } = events.find((event) => event.type === 'assignment.fedBack')!;
  const [photoId] = data['photoIds'] as string[];
  const photo = await fetch(`${system.url}/api/incidents/${incidentId}/photos/${photoId}`, {
    headers: { cookie: operator.cookie },
  });
  expect({ status: photo.status, type: photo.headers.get('content-type') }).toEqual({
    status: 200,
    type: 'image/jpeg',
  });
  expect(verify(system)).toMatchObject({ code: 0 });
}
