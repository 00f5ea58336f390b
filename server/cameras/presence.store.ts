// Presence in the store: what births tell, and each turn from dark to online and back with its one event (rules P1, P2).
import type { EventDraft } from '@haixi/proto/live/events';
import type { SitePresenceMessage } from '@haixi/proto/mqtt/messages';
import type { SitePresence } from '@haixi/proto/vocabulary';
import { sql } from 'kysely';
import { record } from '../incidents/incidents.store.js';
import type { Tx } from '../store/database.store.js';
import type { World } from '../world.js';
import { findingsOfEnded, gapDrafts, saveGaps } from './gaps.store.js';
import { type Held, saveHeld } from './outboxes.store.js';
import type { Batch } from './save-queue.store.js';

export type Birth = Extract<SitePresenceMessage, { online: true }>;

export type Turn =
  | { readonly to: 'online' }
  | { readonly to: 'dark'; readonly lastHeardAtMs: number; readonly because: 'will' | 'silence' };

/** What is new of a site: its latest birth, what a reply told since, and its turns in the order they were noticed. */
export interface News {
  readonly birth: Birth | null;
  readonly held: Held | null;
  readonly turns: readonly Turn[];
}

/** So many turns of one site wait for a store that is away; of more the latest are kept. */
const turnsKept = 20;

/** The news of a site as one. */
export function mergeNews(earlier: News, later: News): News {
  const birth = later.birth ?? earlier.birth;
  const held = later.birth ? later.held : (later.held ?? earlier.held);
  return { birth, held, turns: [...earlier.turns, ...later.turns].slice(-turnsKept) };
}

/** What may be saved twice: where the site has turned to in the end. A blink that may be in the log already is not. */
export function newsAgain(news: News): News {
  return { ...news, turns: news.turns.slice(-1) };
}

/**
 * Saves these sites' news. Locks the sites in id order. A presence that is stored already is not told again: of several
 * servers that notice the same, the first one tells it (P2). A site that is not registered, or retired, is passed over.
 */
export async function saveNews(tx: Tx, batch: Batch<News>, world: World): Promise<void> {
  const sites = await tx
    .selectFrom('sites')
    .select(['site_id', 'area_id', 'presence', 'epoch'])
    .where('site_id', 'in', [...batch.keys()])
    .where('retired_at_ms', 'is', null)
    .orderBy('site_id')
    .forNoKeyUpdate()
    .execute();
  const drafts: EventDraft[] = [];
  /** By site, which of the drafts is its last. */
  const turned = new Map<string, { presence: SitePresence; draft: number }>();
  for (const { site_id, area_id, presence: before } of sites) {
    for (const turn of batch.get(site_id)!.turns) {
      if (turn.to === (turned.get(site_id)?.presence ?? before)) continue;
      turned.set(site_id, { presence: turn.to, draft: drafts.length });
      drafts.push(draftOf(turn, site_id, area_id));
    }
  }
  const ended = await findingsOfEnded(
    tx,
    sites.filter((site) => isAnother(batch.get(site.site_id)!.birth, site.epoch)).map((site) => site.site_id),
  );
  const gapIds = ended.map(() => world.newId());
  await saveBirths(tx, batch);
  await saveHeld(tx, new Map([...batch].flatMap(([siteId, { held }]) => (held ? [[siteId, held]] : []))));
  const all = await record(tx, [...drafts, ...gapDrafts(ended, gapIds)], new Map(), world);
  const events = all.slice(0, drafts.length);
  await saveGaps(tx, ended, gapIds, all.slice(drafts.length));
  const rows = [...turned].map(([site_id, { presence, draft }]) => {
    return { site_id, presence, at_ms: events[draft]!.atMs };
  });
  if (rows.length === 0) return;
  await sql`
    update sites set presence = t.presence, presence_at_ms = t.at_ms
    from json_to_recordset(${JSON.stringify(rows)}::json) as t(site_id text, presence text, at_ms bigint)
    where sites.site_id = t.site_id`.execute(tx);
}

/** Whether the agent was born with another outbox than the store knows. */
function isAnother(birth: Birth | null, epoch: string | null): boolean {
  return birth !== null && epoch !== null && birth.epoch !== epoch;
}

/** Of the same outbox a birth that was overtaken takes nothing back: its numbers only grow. */
async function saveBirths(tx: Tx, batch: Batch<News>): Promise<void> {
  const rows = [...batch].flatMap(([site_id, { birth }]) => {
    if (!birth) return [];
    const { link, epoch, oldestHeld, next, agent, contract } = birth;
    return [{ site_id, link, epoch, oldest_held: oldestHeld, next_seq: next, agent, newest: contract.max }];
  });
  if (rows.length === 0) return;
  await sql`
    update sites set link = b.link, epoch = b.epoch, agent = b.agent, contract_max = b.newest,
      oldest_held = case when sites.epoch = b.epoch then greatest(sites.oldest_held, b.oldest_held)
        else b.oldest_held end,
      next_seq = case when sites.epoch = b.epoch then greatest(sites.next_seq, b.next_seq) else b.next_seq end
    from json_to_recordset(${JSON.stringify(rows)}::json) as b(
      site_id text, link text, epoch text, oldest_held bigint, next_seq bigint, agent text, newest bigint)
    where sites.site_id = b.site_id`.execute(tx);
}

function draftOf(turn: Turn, siteId: string, areaId: string): EventDraft {
  if (turn.to === 'online')
    return { areaId, type: 'site.online', actor: { kind: 'site', id: siteId }, data: { siteId } };
  const { lastHeardAtMs, because } = turn;
  const data = { siteId, lastHeardAtMs, because };
  return { areaId, type: 'site.dark', actor: { kind: 'system' }, data };
}
