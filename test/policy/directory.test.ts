// Signing in by an organisation's own directory, against a real OIDC provider: who comes in, and who does not (rule W5).
import { directoryTakesMs } from '@haixi/server/accounts/directory.service';
import { type House, openHouse } from '@haixi/server/test-house';
import { TestWorld } from '@haixi/server/store/fresh.store';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { clientId, clientSecret, IdentityProvider } from './identity-provider.js';

const origin = 'https://skynet.test';
const redirectUri = `${origin}/sign-in/directory/answer`;
const root = '350902002';

/** Its lines are kept, to look for what must not stand in them. */
class ListeningWorld extends TestWorld {
  readonly lines: string[] = [];
  override say(line: string): void {
    this.lines.push(line);
  }
}

const world = new ListeningWorld();
let directory: IdentityProvider;
let house: House;

beforeAll(async () => {
  directory = await IdentityProvider.start(redirectUri);
  const settings = { issuer: directory.issuer, clientId, clientSecret, name: '分局目录' };
  house = await openHouse(() => {}, {
    world,
    environment: { directory: { ...settings, claim: 'preferred_username' } },
  });
  const { owner } = house.store;
  await owner
    .insertInto('people')
    .values([
      { person_id: 'dir-li', name: '李娜', area_id: root, directory_name: 'lina' },
      { person_id: 'dir-gone', name: '走了', area_id: root, directory_name: 'gone', retired_at_ms: 1 },
    ])
    .execute();
  await owner
    .insertInto('grants')
    .values([{ person_id: 'dir-li', role: 'administrator', area_id: root }])
    .execute();
});
afterAll(async () => {
  await house?.close();
  await directory?.stop();
});
beforeEach(() => {
  directory.who = { name: 'lina', amr: ['pwd'] };
});

/** A browser: keeps cookies of both, and follows to the end or to where it is told to stop. */
class Browser {
  private readonly jars = new Map<string, Map<string, string>>();

  async open(
    url: string,
    stopAt: (url: string) => boolean = () => false,
  ): Promise<{ url: string; answer: Response }> {
    for (let at = url; ;) {
      const answer = await this.ask(at);
      const location = answer.headers.get('location');
      if (location === null) return { url: at, answer };
      at = new URL(location, at).href;
      if (stopAt(at)) return { url: at, answer };
    }
  }

  cookie(name: string): string | undefined {
    return this.jars.get(origin)?.get(name);
  }

  private async ask(url: string): Promise<Response> {
    const { origin: here } = new URL(url);
    const jar = this.jars.get(here) ?? new Map<string, string>();
    this.jars.set(here, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    // The name is the test's own: what is asked of it goes to the house.
    const answer = await fetch(here === origin ? url.replace(origin, house.base) : url, {
      redirect: 'manual',
      headers: { cookie },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';', 1);
      const at = pair.indexOf('=');
      if (/max-age=0\b/i.test(line)) jar.delete(pair.slice(0, at));
      else jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return answer;
  }
}

const isAnswer = (url: string) => url.startsWith(redirectUri);
const me = async (browser: Browser) =>
  (
    await fetch(`${house.base}/api/me`, {
      headers: { cookie: `haixi_session=${browser.cookie('haixi_session')}` },
    })
  ).json();

test('W5 somebody whom the directory knows comes in, by a page of ours that goes on to their own', async () => {
  expect(await (await fetch(`${house.base}/api/door`)).json()).toMatchObject({ directory: '分局目录' });
  directory.who = { name: 'lina', amr: ['pwd', 'otp'] };
  const browser = new Browser();
  const { answer } = await browser.open(`${origin}/sign-in/directory`);
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain('content="0; url=/admin"');
  expect(await me(browser)).toMatchObject({ person: { personId: 'dir-li' }, needsSecondFactor: false });
  expect(browser.cookie('haixi_directory')).toBeUndefined();
  const log = await house.store.db
    .selectFrom('log')
    .select('data')
    .where('type', '=', 'person.signedIn')
    .execute();
  expect(JSON.parse(log.at(-1)!.data!)).toMatchObject({
    personId: 'dir-li',
    by: 'directory',
    secondFactor: true,
  });
});

test('W4, W5 an administrator whom the directory let in by a password alone may do nothing yet', async () => {
  const browser = new Browser();
  await browser.open(`${origin}/sign-in/directory`);
  expect(await me(browser)).toMatchObject({ needsSecondFactor: true, grants: [] });
});

test('W5 whom nobody has added here does not come in, and no line tells who it was', async () => {
  for (const name of ['stranger', 'gone']) {
    directory.who = { name, amr: ['otp'] };
    const browser = new Browser();
    const { answer } = await browser.open(`${origin}/sign-in/directory`);
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('还没有您的账号');
    expect(browser.cookie('haixi_session')).toBeUndefined();
  }
  expect(world.lines.join('\n')).not.toMatch(/stranger|gone/);
  const people = await house.store.db.selectFrom('people').select('person_id').execute();
  expect(people.map((row) => row.person_id)).not.toContain('stranger');
});

test('W5 whoever refuses at the directory is told so', async () => {
  directory.who = null;
  const { answer } = await new Browser().open(`${origin}/sign-in/directory`);
  expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining('没有确认您的身份')]);
});

test('W5 an answer is good in the browser that asked, once, and for ten minutes', async () => {
  const asking = async () => {
    const browser = new Browser();
    const { url } = await browser.open(`${origin}/sign-in/directory`, isAnswer);
    return { browser, url };
  };
  const stolen = await asking();
  const elsewhere = await new Browser().open(stolen.url);
  expect([elsewhere.answer.status, elsewhere.answer.headers.getSetCookie().join()]).toEqual([
    400,
    expect.not.stringContaining('haixi_session='),
  ]);
  // An answer that somebody else began, in a browser that has begun one as well: login CSRF.
  const victim = await asking();
  expect((await victim.browser.open((await asking()).url)).answer.status).toBe(403);
  const twice = await asking();
  expect((await twice.browser.open(twice.url)).answer.status).toBe(200);
  expect((await twice.browser.open(twice.url)).answer.status).toBe(400);
  const late = await asking();
  world.now += directoryTakesMs;
  expect((await late.browser.open(late.url)).answer.status).toBe(400);
});

test('W5 no code, no token and no secret stands in a line', () => {
  expect(world.lines.join('\n')).not.toMatch(/code=|state=|client-secret|eyJ/);
});
