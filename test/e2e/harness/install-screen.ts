// The installer's phone: walks one work order from the scan to the acceptance ticket, and keeps a picture of every step.
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { outFolder } from './people.js';
import { until } from './until.js';

const patience = { timeout: 60_000 };

export interface Installed {
  readonly cameraName: string;
  /** Address, user and password of the camera as the box reaches it. */
  readonly address: string;
  readonly user: string;
  readonly password: string;
  readonly notice: Buffer;
}

/** Gives the text of the acceptance ticket. */
export async function installCamera(page: Page, installed: Installed): Promise<string> {
  await keep(page, 'orders');
  await page
    .getByRole('button', { name: '开始安装' })
    .or(page.getByRole('link', { name: '开始安装' }))
    .click(patience);
  await page.getByText('设备已认领').waitFor(patience);
  await page.getByText('设备已领取凭证').waitFor(patience);
  await keep(page, '1-scan');

  await on(page, 'position');
  await page.getByRole('button', { name: '用手机定位' }).click(patience);
  await page.getByTestId('position-facts').waitFor(patience);
  await keep(page, '2-position');

  await on(page, 'details');
  await page.getByLabel('安装场所').selectOption('changing-room');
  await page.getByTestId('refused-place').waitFor(patience);
  await page.getByLabel('安装场所').selectOption('lane');
  await page.getByLabel('摄像头名称').fill(installed.cameraName);
  await page.getByRole('radio').first().click();
  await page.getByLabel('安装高度（米）').fill('3.5');
  await page.getByRole('slider', { name: /^朝向（/ }).fill('90');
  await keep(page, '3-details');

  await on(page, 'camera');
  await page.getByLabel('RTSP 地址').fill('rtsp://169.254.169.254/latest/meta-data');
  await page.getByRole('button', { name: '保存并连接' }).click();
  await page.locator('[data-testid=refusal][data-code=refused_address]').waitFor(patience);
  await page.getByLabel('RTSP 地址').fill(installed.address);
  await page.getByLabel('用户名').fill(installed.user);
  await page.getByLabel('密码', { exact: true }).fill(installed.password);
  await page.getByRole('button', { name: '保存并连接' }).click();
  await page.locator('[data-waits=picture]').waitFor(patience);
  await page.locator('[data-says=live]').first().waitFor(patience);
  await keep(page, '4-camera');

  await on(page, 'privacy');
  await page.locator('[data-says=live]').first().waitFor(patience);
  await page.getByRole('button', { name: '添加方框' }).click();
  await page.getByRole('button', { name: '保存遮挡区' }).click();
  await page.getByTestId('zones-burnt').waitFor(patience);
  await keep(page, '5-privacy');

  await on(page, 'notice');
  await page
    .getByTestId('notice-file')
    .first()
    .setInputFiles({ name: 'notice.jpg', mimeType: 'image/jpeg', buffer: installed.notice });
  await page.getByText('照片已提交').waitFor(patience);
  await keep(page, '6-notice');

  await on(page, 'checks');
  await page.getByRole('button', { name: '测上行带宽' }).click(patience);
  await page.getByRole('button', { name: '发测试报警' }).click(patience);
  await until(
    'every check is ticked',
    async () => {
      const all = page.locator('[data-check]');
      const good = page.locator('[data-check][data-state=ok], [data-check][data-state=warn]');
      return (await all.count()) > 0 && (await all.count()) === (await good.count());
    },
    120_000,
  );
  await keep(page, '7-checks');

  await on(page, 'hand-over');
  await keep(page, '8-hand-over');
  await page.getByRole('button', { name: '验收移交', exact: true }).click(patience);
  await page.waitForURL('**/tickets/**', patience);
  await page.getByTestId('ticket').waitFor(patience);
  await keep(page, '9-ticket');
  return page.getByTestId('ticket').innerText();
}

async function on(page: Page, step: string): Promise<void> {
  await page.locator(`[data-step=${step}]`).click(patience);
  await page.getByTestId(`step-${step}`).waitFor(patience);
}

async function keep(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(outFolder(), `install-${name}.png`), fullPage: true });
}
