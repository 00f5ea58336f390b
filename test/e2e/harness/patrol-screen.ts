// An officer's tablet in a browser, by what the officer sees there.
import type { Locator, Page } from 'playwright-core';
import { patienceMs } from './console-screen.js';
import type { Screen } from './people.js';

export const patrolSize = { width: 1024, height: 768 };

export interface PatrolScreen {
  readonly page: Page;
  readonly card: Locator;
  /** Presses 签收, 出警 or 到达 on the card. */
  press(name: '签收' | '出警' | '到达'): Promise<void>;
  /** Feeds back with a note and a photo. */
  feedBack(note: string, photo: Buffer): Promise<void>;
}

export async function openPatrol({ context }: Screen): Promise<PatrolScreen> {
  await context.grantPermissions(['geolocation']);
  const page = await context.newPage();
  page.setDefaultTimeout(patienceMs);
  await page.goto('/patrol');
  const card = page.getByTestId('assignment-card');
  return {
    page,
    card,
    press: (name) => card.getByRole('button', { name }).click(),
    feedBack: async (note, photo) => {
      await card.getByRole('textbox').fill(note);
      await card
        .locator('input[type=file]')
        .setInputFiles({ name: 'scene.jpg', mimeType: 'image/jpeg', buffer: photo });
      await card.getByRole('button', { name: '反馈' }).click();
    },
  };
}
