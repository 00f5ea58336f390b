// An administrator at the console's size: sets the system up, adds people, prints a sticker, plans a work order.
import { TOTP } from 'otpauth';
import type { Page } from 'playwright-core';

const patience = { timeout: 45_000 };

/** The set-up link, the password, the second factor: until /admin stands there. */
export async function setUp(page: Page, link: string, password: string): Promise<void> {
  await page.goto(link);
  await page.getByLabel('辖区名称').fill('蕉北街道');
  await page.getByLabel('辖区编号').fill('350902002');
  await page.getByLabel('姓名').fill('郑岚');
  await page.getByLabel('登录名').fill('zheng');
  await choosePassword(page, password, '完成设置并进入');
  await page.getByLabel('请输入密码确认').fill(password, patience);
  await page.getByRole('button', { name: '下一步' }).click();
  const secret = (await page.getByTestId('factor-secret').innerText(patience)).replaceAll(' ', '');
  await page.getByLabel('再输入验证器显示的 6 位验证码').fill(new TOTP({ secret }).generate());
  await page.getByRole('button', { name: '确认' }).click();
  await page.getByTestId('recovery-codes').waitFor(patience);
  await page.getByRole('button', { name: '已妥善保存' }).click();
  await page.waitForURL('**/admin', patience);
}

/** Fills in a new password twice and presses on. */
export async function choosePassword(page: Page, password: string, button: string): Promise<void> {
  await page.getByLabel('新密码', { exact: true }).fill(password, patience);
  await page.getByLabel('再输一次密码').fill(password);
  await page.getByRole('button', { name: button }).click();
}

/** Adds a person with one role in the root area; gives the one-time link for them. */
export async function invite(page: Page, name: string, signInName: string, role: string): Promise<string> {
  await section(page, '人员');
  await page.getByRole('button', { name: '添加人员' }).click(patience);
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel('姓名').fill(name);
  await sheet.getByLabel('登录名').fill(signInName);
  await sheet.getByRole('button', { name: /保\s?存/ }).click();
  await sheet.getByRole('checkbox', { name: `${role} · 蕉北街道`, exact: true }).check(patience);
  await sheet.getByRole('button', { name: '保存角色' }).click();
  await sheet.getByText('✓ 已完成').first().waitFor(patience);
  await sheet.getByRole('button', { name: '发出邀请链接' }).click();
  const link = await page.getByTestId('once-secret').innerText(patience);
  const dialog = page.locator('.ant-modal-wrap');
  await dialog
    .getByRole('button', { name: /关\s?闭/ })
    .last()
    .click();
  await dialog.waitFor({ state: 'hidden' });
  await page.locator('.ant-drawer-close').click();
  await page.locator('.ant-drawer-mask').waitFor({ state: 'hidden' });
  return link;
}

/** Makes one sticker; gives its text, which is shown this once. */
export async function makeSticker(page: Page): Promise<string> {
  await section(page, '设备标签');
  await page.getByLabel('张数').fill('1', patience);
  await page.getByRole('button', { name: '制作标签' }).click();
  const text = await page.getByTestId('sticker-sheet').locator('code').innerText(patience);
  await page.getByRole('button', { name: '已打印，关闭' }).click();
  return text;
}

/** Plans a new camera at a new site for this installer. */
export async function planOrder(page: Page, installer: string, siteName: string): Promise<void> {
  await section(page, '安装工单');
  await page.getByRole('button', { name: '安排工单' }).click(patience);
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel('安装员').click();
  await page.getByTitle(installer).last().click();
  await sheet.getByLabel('名称', { exact: true }).fill(siteName);
  await sheet.getByRole('button', { name: /保\s?存/ }).click();
  await page.getByRole('button', { name: siteName }).waitFor(patience);
}

async function section(page: Page, name: string): Promise<void> {
  await page
    .getByRole('navigation', { name: '管理事项' })
    .getByRole('link', { name, exact: true })
    .click(patience);
}
