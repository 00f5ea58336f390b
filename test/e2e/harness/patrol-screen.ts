// An officer's tablet in a browser, by what the officer sees there.
import type { Position } from '@haixi/proto/basics';
import type { Locator, Page } from 'playwright-core';
import { leaveAsItIs, patienceMs, type Prepare } from './console-screen.js';
import type { Screen } from './people.js';

export const patrolSize = { width: 1024, height: 768 };

export interface PatrolScreen {
  readonly page: Page;
  /** The assignment to this incident. */
  card(incidentId: string): Locator;
  /** Presses the card's large button. */
  press(incidentId: string, name: '签收' | '出警' | '到达'): Promise<void>;
  /** Feeds back with a note and a photo. */
  feedBack(incidentId: string, note: string, photo: Buffer): Promise<void>;
}

/** `here` is where the tablet's receiver says that it is. */
/** `prepare` has the page before anything is opened in it. */
export async function openPatrol(
  { context }: Screen,
  here: Position,
  prepare: Prepare = leaveAsItIs,
): Promise<PatrolScreen> {
  await context.grantPermissions(['geolocation']);
  await context.setGeolocation({ longitude: here.lon, latitude: here.lat, accuracy: 12 });
  const page = await context.newPage();
  page.setDefaultTimeout(patienceMs);
  await prepare(page);
  await page.goto('/patrol');
  await page.getByTestId('connection').getByText('实时').waitFor();
  const card = (incidentId: string) =>
    page.locator(`[data-testid="assignment-card"][data-incident="${incidentId}"]`);
  return {
    page,
    card,
    press: (incidentId, name) => card(incidentId).getByRole('button', { name, exact: true }).click(),
    feedBack: async (incidentId, note, photo) => {
      await card(incidentId).getByRole('button', { name: '反馈', exact: true }).click();
      const sheet = page.getByRole('dialog');
      await sheet.getByTestId('text').fill(note);
      const file = { name: 'scene.jpg', mimeType: 'image/jpeg', buffer: photo };
      await sheet.getByTestId('photos').setInputFiles(file);
      await sheet.locator('img').waitFor();
      await sheet.getByTestId('submit').click();
      await sheet.waitFor({ state: 'hidden' });
    },
  };
}
