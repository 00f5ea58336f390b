// The story from a reported incident to a closed one, lived by an operator and an officer at their screens.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ConsoleScreen } from './console-screen.js';
import type { PatrolScreen } from './patrol-screen.js';
import { root } from './system.js';

export interface Story {
  readonly incidentId: string;
  /** 林静’s. */
  readonly console: ConsoleScreen;
  /** 王磊’s, who speaks for unit-01, 巡逻 01 车. */
  readonly patrol: PatrolScreen;
  /** What goes wrong between any two steps. */
  readonly between: () => void | Promise<void>;
  readonly note: string;
}

/** What the story adds to the incident's log after its alarms: these, in this order, each once. */
export const storyEvents = [
  'incident.received',
  'assignment.sent',
  'assignment.signed',
  'assignment.setOut',
  'assignment.arrived',
  'assignment.fedBack',
  'assignment.released',
  'incident.closed',
];

/** Each step is pressed once and waited for on the other one's screen. */
export async function liveThrough(story: Story): Promise<void> {
  const { console, patrol, incidentId, note, between } = story;
  const [operator, unit] = ['林静', '巡逻 01 车'];

  await console.open(incidentId);
  await between();
  await console.receive(incidentId);
  await console.told(`${operator} 接警`);
  await between();
  await console.send('unit-01');
  await patrol.card.waitFor();
  await between();
  await patrol.press('签收');
  await console.told(`${unit} 签收`);
  await between();
  await patrol.press('出警');
  await console.told(`${unit} 出警`);
  await between();
  await patrol.press('到达');
  await console.told(`${unit} 到达`);
  await picture(story);
  await between();
  await patrol.feedBack(note, await patrol.page.screenshot({ type: 'jpeg', quality: 60 }));
  await console.told(`${unit} 反馈`);
  await between();
  await console.close(note);
  await console.row(incidentId).waitFor({ state: 'detached' });
  await patrol.card.waitFor({ state: 'detached' });
}

/** Both screens as pictures, for people to look at. */
async function picture({ console, patrol }: Story): Promise<void> {
  const out = join(root, 'test', 'out');
  mkdirSync(out, { recursive: true });
  await console.page.screenshot({ path: join(out, 'console-1440x900.png') });
  await patrol.page.screenshot({ path: join(out, 'patrol-1024x768.png') });
}
