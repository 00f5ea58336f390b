// Real use: an empty store without a demo, and a one-time set-up link for as long as nobody is in it.
import { createInvitation } from '../accounts/invitations.store.js';
import { openDatabase } from '../store/database.store.js';
import { RealWorld, type World } from '../world.js';
import { type Life, type Surroundings, takeMode } from './life.js';

/** The life of a data folder in real use. */
export function productionLife({ origin, url }: Surroundings): Life {
  return {
    agents: [],
    prepare: (ownerUrl) => takeMode(ownerUrl, 'production'),
    settle: () => Promise.resolve(),
    async welcome(appUrl) {
      const setUp = await setUpLink(appUrl, origin, new RealWorld());
      return { text: written(url, origin, setUp), json: { url, origin, setUp } };
    },
    goOn: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
}

/** A fresh link that makes the first administrator; null where there are people already. Earlier ones stop working. */
async function setUpLink(appUrl: string, origin: string, world: World): Promise<string | null> {
  const db = openDatabase(appUrl, { size: 1 });
  try {
    const isTaken = (await db.selectFrom('people').select('person_id').limit(1).execute()).length > 0;
    if (isTaken) return null;
    const { token } = await db
      .transaction()
      .execute((tx) => createInvitation(tx, { personId: null, kind: 'set-up' }, world));
    return `${origin}/set-up#${token}`;
  } finally {
    await db.destroy();
  }
}

function written(url: string, origin: string, setUp: string | null): string {
  const lines = setUp
    ? ['初次设置链接，只能用一次，24 小时内有效 / One-time set-up link, for 24 hours:', `  ${setUp}`]
    : [`登录 / Sign in: ${origin}/sign-in`];
  return [
    '',
    `海西天网 Haixi Skynet — ${origin}${origin === url ? '' : ` (${url})`}`,
    ...lines,
    ...(origin.startsWith('https:')
      ? []
      : ['其他机器访问需 HTTPS / Other machines need HTTPS: docs/production/README.md']),
    '按 Ctrl-C 停止 / Ctrl-C stops it.',
    '',
    '',
  ].join('\n');
}
