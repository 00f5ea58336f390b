// What a person reads once everything runs: the address, a sign-in link for each role, how to stop. Or one line of JSON.
import { demoPeople } from '../demo/district.js';
import { createSignInLink } from '../accounts/links.store.js';
import { openDatabase } from '../store/database.store.js';
import type { World } from '../world.js';

/** Who gets a link, under the name that `--json` has for it. */
const guests = {
  operator: { personId: 'op-lin', zh: '接警员', en: 'operator' },
  operator2: { personId: 'op-chen', zh: '接警员', en: 'operator' },
  officer1: { personId: 'po-wang', zh: '民警', en: 'officer' },
  officer2: { personId: 'po-zhang', zh: '民警', en: 'officer' },
  leader: { personId: 'sl-huang', zh: '值班长', en: 'shift leader' },
  assistant: { personId: 'ga-liu', zh: '网格员', en: 'grid assistant' },
  installer: { personId: 'in-wu', zh: '安装员', en: 'installer' },
  administrator: { personId: 'ad-zheng', zh: '管理员', en: 'administrator' },
  auditor: { personId: 'au-xie', zh: '审计员', en: 'auditor' },
} as const;

type Links = Record<keyof typeof guests, string>;

/** One fresh link for each of the demo's people; older ones stay valid until they are used or expire. */
export async function signInLinks(databaseUrl: string, url: string, world: World): Promise<Links> {
  const db = openDatabase(databaseUrl, { size: 1 });
  try {
    const links: Partial<Links> = {};
    for (const name of Object.keys(guests) as (keyof Links)[]) {
      const token = await createSignInLink(db, guests[name].personId, world.nowMs(), (count) =>
        world.random(count),
      );
      links[name] = `${url}/sign-in/${token}`;
    }
    return links as Links;
  } finally {
    await db.destroy();
  }
}

const colleagues = [
  '警情留着不接，约一分钟后由模拟同事接手；您接的归您 /',
  'Simulated colleagues take what you leave alone for about a minute; what you receive is yours.',
].join('\n');

/** The welcome in both languages, ready to be written. */
export function welcome(url: string, links: Links, hasColleagues: boolean): string {
  const rows = (Object.keys(guests) as (keyof Links)[]).map((name) => {
    const { personId, zh, en } = guests[name];
    const person = demoPeople.find((it) => it.personId === personId)?.name ?? personId;
    return `  ${zh} ${person} (${en})\n    ${links[name]}`;
  });
  return [
    '',
    `海西天网 Haixi Skynet — ${url}`,
    '登录链接，每条只能用一次，仅限本机 / Sign-in links, one use each, on this machine only:',
    ...rows,
    ...(hasColleagues ? [colleagues] : []),
    '按 Ctrl-C 停止 / Ctrl-C stops it.',
    '',
    '',
  ].join('\n');
}
