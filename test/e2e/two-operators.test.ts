// Two operators press 接警 at once, in two browsers, fifty times: one has it, the other reads who.
import type { Browser, ElementHandle, Request } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type ConsoleScreen, openConsole } from './harness/console-screen.js';
import { type Screen, screenOf, startBrowser } from './harness/people.js';
import { openIncidentAt } from './harness/picture.js';
import { alarmEntry, linkOf, newEpoch, type SiteLink } from './harness/site-link.js';
import { until } from './harness/until.js';

const system = inject('system');
const siteId = 'institution-03';
const rounds = 50;
const calm = { width: 1024, height: 640, reducedMotion: true };
const people = [
  { personId: 'op-lin', name: '林静' },
  { personId: 'op-chen', name: '陈涛' },
];

let browsers: Browser[];
let screens: Screen[];
let consoles: ConsoleScreen[];
let link: SiteLink;

beforeAll(async () => {
  browsers = await Promise.all([startBrowser(), startBrowser()]);
  screens = [
    await screenOf(browsers[0]!, system, 'operator', calm),
    await screenOf(browsers[1]!, system, 'operator2', calm),
  ];
  consoles = await Promise.all(screens.map((screen) => openConsole(screen)));
  link = await linkOf(system, siteId);
});

afterAll(async () => {
  await link?.end();
  await Promise.all((browsers ?? []).map((browser) => browser.close()));
});

test('I2 of two operators who press 接警 at once one has it and the other reads who, fifty times', async () => {
  const epoch = newEpoch();
  let races = 0;
  for (let round = 1; round <= rounds; round += 1) {
    link.send(alarmEntry(epoch, round));
    const { incidentId } = await openIncidentAt(system.url, screens[0]!.cookie, siteId);
    const buttons = await Promise.all(
      consoles.map(({ row }) => row(incidentId).getByTestId('receive').elementHandle()),
    );
    const sent = await Promise.all([
      pressedAt(consoles[0]!, buttons[0]!, Date.now() + 150),
      pressedAt(consoles[1]!, buttons[1]!, Date.now() + 150),
    ]);

    const { events } = await until('somebody has received it', async () => {
      const file = await screens[0]!.api.incident(incidentId);
      return file.incident.receivedBy !== null && file;
    });
    const received = events.filter((event) => event.type === 'incident.received');
    expect(received).toHaveLength(1);
    const winner = people.findIndex(({ personId }) => personId === received[0]!.data['personId']);
    const { name } = people[winner]!;
    await Promise.all(consoles.map((each) => each.row(incidentId).getByText(name).waitFor()));
    const [won, lost] = [consoles[winner]!, consoles[1 - winner]!];
    if (sent[1 - winner]) await lost.page.getByTestId('refusal').getByText(`${name} 已先接警`).waitFor();
    races += sent.every(Boolean) ? 1 : 0;
    expect(await won.page.getByTestId('refusal').count()).toBe(0);

    const close = { incidentId, expects: 'received', outcome: 'test', reason: '测试' } as const;
    expect((await screens[winner]!.api.command('incident.close', close)).status).toBe(200);
    await Promise.all(consoles.map((each) => each.row(incidentId).waitFor({ state: 'detached' })));
  }
  process.stdout.write(`both operators’ 接警 was under way at once in ${races} of ${rounds} rounds\n`);
  expect(races).toBeGreaterThan(0);
});

/**
 * Presses the button in the page at this moment of the machine's clock, without the steps a driver takes before a
 * click, so that two browsers press together. Gives whether a command went out: the screen may have been told first.
 */
async function pressedAt(
  { page }: ConsoleScreen,
  button: ElementHandle<SVGElement | HTMLElement> | null,
  atMs: number,
): Promise<boolean> {
  let sent = false;
  const told = (request: Request) => {
    sent ||= request.url().endsWith('/api/commands/incident.receive');
  };
  page.on('request', told);
  await button?.evaluate(
    (element, ms) =>
      new Promise<void>((pressed) => {
        setTimeout(() => {
          element.dispatchEvent(new MouseEvent('click', { bubbles: true }));
          pressed();
        }, ms - Date.now());
      }),
    atMs,
  );
  page.off('request', told);
  return sent;
}
