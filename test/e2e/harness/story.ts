// The story from a reported incident to a closed one, lived by an operator and an officer at their screens.
import { join } from 'node:path';
import type { ConsoleScreen } from './console-screen.js';
import type { PatrolScreen } from './patrol-screen.js';
import { outFolder } from './people.js';

export interface Story {
  readonly incidentId: string;
  /** 林静’s. */
  readonly console: ConsoleScreen;
  readonly patrol: PatrolScreen;
  /** The unit that the officer speaks for. */
  readonly unit: { readonly unitId: string; readonly name: string };
  /** What it is, in the words of a screen. */
  readonly kind: string;
  /** What goes wrong between any two steps. */
  readonly between: () => void | Promise<void>;
  readonly note: string;
  /** What is looked at beside the steps, where the incident has a camera: when it is received, and before it is closed. */
  readonly picture?: { readonly received: () => Promise<void>; readonly handled: () => Promise<void> };
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
  const { console, patrol, incidentId, note, between, unit } = story;

  await console.open(incidentId);
  await console.seenOnMap(story.kind);
  await between();
  await console.receive(incidentId);
  await console.told('林静 接警');
  await story.picture?.received();
  await between();
  await console.send(unit.unitId);
  await patrol.card(incidentId).waitFor();
  await between();
  await patrol.press(incidentId, '签收');
  await console.told(`${unit.name} 签收`);
  await between();
  await patrol.press(incidentId, '出警');
  await console.told(`${unit.name} 出警`);
  await between();
  await patrol.press(incidentId, '到达');
  await console.told(`${unit.name} 到达`);
  await story.picture?.handled();
  await keepScreens(story);
  await between();
  await patrol.feedBack(incidentId, note, await patrol.page.screenshot({ type: 'jpeg', quality: 60 }));
  await console.told(`${unit.name} 反馈`);
  await between();
  await console.close(note);
  await console.row(incidentId).waitFor({ state: 'detached' });
  await patrol.card(incidentId).waitFor({ state: 'detached' });
}

/** Both screens as pictures, for people to look at. */
async function keepScreens({ console, patrol }: Story): Promise<void> {
  await console.page.screenshot({ path: join(outFolder(), 'console-1440x900.png') });
  await patrol.page.screenshot({ path: join(outFolder(), 'patrol-1024x768.png') });
}
