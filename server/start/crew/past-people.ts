// The people of the day before: each signs in at the beginning of a shift and out at its end, and gives commands in between.
import { randomUUID } from 'node:crypto';
import type { CommandAnswer } from '@haixi/proto/commands/commands';
import type { Caller } from '../../accounts/caller.js';
import { homeAreaOf } from '../../accounts/home-area.store.js';
import { callerOf, endSession, startSession } from '../../accounts/sessions.store.js';
import { Commands } from '../../commands/commands.service.js';
import type { Order } from '../../demo/situation.js';
import { append } from '../../log/log.store.js';
import type { Db } from '../../store/database.store.js';
import type { World } from '../../world.js';

export class PastPeople {
  private readonly commands: Commands;
  private readonly callers = new Map<string, Caller>();
  private readonly tokens = new Map<string, string>();

  constructor(
    private readonly db: Db,
    private readonly world: World,
  ) {
    this.commands = new Commands(db, world);
  }

  /** Gives a command; its answer. Throws where it is refused: the day was planned, and nobody else was there. */
  async tell(personId: string, { name, intent }: Order): Promise<CommandAnswer & { ok: true }> {
    const caller = this.callers.get(personId) ?? (await this.comes(personId));
    const body = { ...intent, key: randomUUID(), occurredAtMs: this.world.nowMs() };
    const answer = await this.commands.execute(caller, name, body);
    if (answer.ok) return answer;
    throw new Error(`${name} of ${personId} was refused: ${answer.reason}, ${answer.rule}`);
  }

  async leave(): Promise<void> {
    for (const token of this.tokens.values()) await endSession(this.db, token);
    this.tokens.clear();
    this.callers.clear();
  }

  /** Begins a session, as a link does, and the log tells of it. */
  private async comes(personId: string): Promise<Caller> {
    const { db, world } = this;
    const nowMs = world.nowMs();
    const token = await db.transaction().execute(async (tx) => {
      const random = (count: number) => world.random(count);
      const begun = await startSession(tx, personId, nowMs, random);
      const data = { personId, by: 'link' as const, secondFactor: false, address: '127.0.0.1' };
      const areaId = await homeAreaOf(tx, personId);
      const actor = { kind: 'person' as const, id: personId };
      await append(tx, [{ areaId, type: 'person.signedIn', actor, data }], { nowMs, salt: world.salt });
      return begun;
    });
    const caller = await callerOf(db, token, nowMs);
    if (!caller) throw new Error(`${personId} could not sign in`);
    this.tokens.set(personId, token);
    this.callers.set(personId, caller);
    return caller;
  }
}
