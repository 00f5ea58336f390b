// The guarantees broken on purpose, one at a time: a simulation that does not find these proves nothing.
import type { FaultName } from './engine/faults';

export interface Mutant {
  readonly name: string;
  /** The source that is changed, from the root of the repository. */
  readonly file: string;
  /** Stands in it exactly once … */
  readonly find: string;
  /** … and becomes this. */
  readonly replace: string;
  /** What goes wrong in the world because of it. */
  readonly why: string;
  /** The rules that may be the first to break. */
  readonly breaks: readonly string[];
  /** What has to strike for it to show, where every kind together takes too many seeds. */
  readonly only?: readonly FaultName[];
  /** Events of one seed, where the usual number is too few. */
  readonly steps?: number;
}

export const mutants: readonly Mutant[] = [
  {
    name: 'answer before commit',
    file: 'server/ingest/ingest.service.ts',
    find: 'await this.untilDone((tx) => storeBatch(tx, batch, this.world));',
    replace: `await this.untilDone(async (tx) => {
      const early = await storeBatch(tx, batch, this.world);
      for (const { siteId, answer } of early) this.link.send('answers', siteId, answer);
      return early;
    });`,
    why: 'an entry leaves the outbox that is not in the store (D2)',
    breaks: ['D2 stored is stored'],
  },
  {
    name: 'no dedupe',
    file: 'server/ingest/batch.store.ts',
    find: 'const fresh = await withoutStored(tx, alarms);',
    replace: 'await withoutStored(tx, alarms); const fresh = alarms;',
    why: 'an entry that is sent again is taken for a new one (D3)',
    breaks: ['D6 nothing valid is refused'],
  },
  {
    name: 'resume off by one',
    file: 'server/live/recent.ts',
    find: 'const behind = (this.sent[areaId] ?? 0) - n;',
    replace: 'const behind = (this.sent[areaId] ?? 0) - n - 1;',
    why: 'a screen that comes back misses the last event (L2)',
    breaks: ['comes to rest'],
  },
  {
    name: 'lock order swapped',
    file: 'server/commands/commands.service.ts',
    find: 'const kept = await this.keptAnswer(tx, caller, body.key, requestHash);',
    replace: `await tx.selectFrom('area_heads').select('n').forUpdate().execute();
        const kept = await this.keptAnswer(tx, caller, body.key, requestHash);`,
    why: 'a command and an alarm of the same incident wait for one another, and one of them is thrown out',
    breaks: ['no deadlock'],
    only: ['store.slow'],
  },
  {
    name: 'will without number',
    file: 'server/cameras/presence.ts',
    find: "if (heard.link !== link || heard.presence !== 'online') return heard;",
    replace: "if (heard.presence !== 'online') return heard;",
    why: 'a late will of an earlier connection makes a site dark that is there (P1)',
    breaks: ['P1 a late will is ignored'],
    only: ['line.cut', 'will.late', 'message.dropped'],
  },
  {
    name: 'presence told twice',
    file: 'server/cameras/presence.store.ts',
    find: 'if (turn.to === (turned.get(site_id)?.presence ?? before)) continue;',
    replace: '',
    why: 'two servers that notice the same tell it twice (P2)',
    breaks: ['P2'],
  },
  {
    name: 'outbox without fsync',
    file: 'edge-agent/outbox/framed-file.store.ts',
    find: 'if (sync) await this.syncOrDoubt();',
    replace: '',
    why: 'a press that was said to be kept is gone after a power cut (D1)',
    breaks: ['D1 what is kept arrives', 'D4 an entry is its number'],
    only: ['agent.powerCut', 'disk.power'],
  },
  {
    name: 'key not kept',
    file: 'server/commands/commands.service.ts',
    find: 'if (isKept(name, answer)) await this.keep(',
    replace: 'if (body.key === null) await this.keep(',
    why: 'a command whose answer was lost is carried out twice (I3)',
    breaks: ['D2 stored is stored', 'one key, one answer'],
  },
  {
    name: 'tablet promises too early',
    file: 'dashboard/patrol/outbox/outbox.service.ts',
    find: 'await this.store.add({',
    replace: 'void this.store.add({',
    why: 'an action that the officer saw taken is gone with the tablet (T1)',
    breaks: ['T1 an action taken is answered', 'comes to rest'],
    only: ['tablet.killed'],
  },
  {
    name: 'nobody goes dark',
    file: 'server/cameras/presence.ts',
    find: "if (presence !== 'online') return null;\n  if (willMs",
    replace: 'if (presence) return null;\n  if (willMs',
    why: 'a site that is gone is shown as there (P2)',
    breaks: ['P2 dark within 45 s'],
    only: ['network.parted'],
    steps: 8_000,
  },
];
