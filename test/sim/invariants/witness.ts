// Stands beside the store and reads it after every commit, while time stands still: what is there is held to the rules.
import type { CommandAnswer } from '@haixi/proto/commands/commands';
import type { Answer } from '@haixi/proto/mqtt/messages';
import type { LogRow } from '@haixi/server/log/chain';
import type { Db } from '@haixi/server/store/database.store';
import { sql } from 'kysely';
import type { History } from '../actors/history';
import { hold } from './hold';
import { entryKey, LogRules } from './log-rules';
import type { PresenceTruth } from './presence-truth';

export class Witness {
  readonly rules = new LogRules();

  constructor(
    /** A way to the store that is none of the simulated programs'. */
    private readonly db: Db,
    private readonly history: History,
    private readonly truth: PresenceTruth,
    private readonly nowMs: () => number,
  ) {}

  /** Reads what this life of a server has committed. Throws Broken. */
  async look(life: object): Promise<void> {
    const { ends } = this.rules;
    const from = JSON.stringify([...ends].map(([area_id, { n }]) => ({ area_id, n })));
    const { rows } = await sql<LogRow>`
      select log.* from log
      left join json_to_recordset(${from}::json) as read(area_id text, n bigint) on read.area_id = log.area_id
      where log.n > coalesce(read.n, 0) order by log.area_id, log.n`.execute(this.db);
    for (const row of rows) {
      const event = this.rules.take(row, this.nowMs());
      if (event.type === 'site.dark') this.truth.wentDark(life, event.data.siteId, event.data.because);
      if (event.type === 'site.online') this.truth.cameOnline(event.data.siteId);
    }
    if (rows.length > 0) await this.checkHeads();
  }

  /** An answer leaves a server for a site: what it calls stored is in the store now (D2), and nothing is refused (D6). */
  async checkAnswer(siteId: string, { epoch, stored, refused }: Answer): Promise<void> {
    hold(refused.length === 0, 'D6 nothing valid is refused', () => {
      return `${siteId} was refused ${refused.map(({ seq, reason }) => `${seq} as ${reason}`).join(', ')}`;
    });
    if (epoch === null || stored.length === 0) return;
    const found = await this.db
      .selectFrom('alarms')
      .select('seq')
      .where('site_id', '=', siteId)
      .where('epoch', '=', epoch)
      .where('seq', 'in', stored)
      .execute();
    const alarms = new Set(found.map(({ seq }) => seq));
    const came = await this.receivedOf(siteId, epoch);
    for (const seq of stored) {
      const key = entryKey(siteId, epoch, seq);
      const isThere = alarms.has(seq) || (!this.history.kept.has(key) && came(seq));
      hold(isThere, 'D2 stored is stored', () => `${key} was answered as stored and is not in the store`);
    }
  }

  /** An answer leaves a server for a person: the same key finds the same answer in the store now. */
  async checkCommand(personId: string, answer: CommandAnswer): Promise<void> {
    if (!answer.ok || answer.key === null) return;
    this.history.done(answer.key);
    const row = await this.db
      .selectFrom('commands')
      .select('answer')
      .where('person_id', '=', personId)
      .where('key', '=', answer.key)
      .executeTakeFirst();
    hold(row?.answer === JSON.stringify(answer), 'D2 stored is stored', () => {
      return `command ${answer.key} of ${personId} was answered as done and is not in the store`;
    });
  }

  private async checkHeads(): Promise<void> {
    const heads = await this.db.selectFrom('area_heads').select(['area_id', 'n', 'hash']).execute();
    for (const { area_id, n, hash } of heads) {
      const end = this.rules.ends.get(area_id);
      hold((end?.n ?? 0) === n && (n === 0 || end?.hash === hash), 'L1 no number is missing', () => {
        return `the chain of ${area_id} ends at ${end?.n ?? 0}, its head says ${n}`;
      });
    }
  }

  private async receivedOf(siteId: string, epoch: string): Promise<(seq: number) => boolean> {
    const ranges = await this.db
      .selectFrom('received')
      .select(['from_seq', 'to_seq'])
      .where('site_id', '=', siteId)
      .where('epoch', '=', epoch)
      .execute();
    return (seq) => ranges.some(({ from_seq, to_seq }) => from_seq <= seq && seq <= to_seq);
  }
}
