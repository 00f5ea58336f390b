// Every command's way: checked, answered once for its key, carried out in one transaction, and answered the same again.
import { createHash } from 'node:crypto';
import {
  type CommandAnswer,
  type CommandBody,
  type CommandName,
  commands,
  type RejectReason,
} from '@haixi/proto/commands/commands';
import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Caller } from '../accounts/caller.js';
import { canonical } from '../log/chain.js';
import type { Db, Tx } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { type Carrying, type Handled, type Handlers, refused } from './handled.js';
import { incidentCommands } from './incident-commands.store.js';
import { personCommands } from './person-commands.store.js';
import { siteCommands } from './site-commands.store.js';
import { unitCommands } from './unit-commands.store.js';

/** Refusals that say nothing about the world's state: they are not kept, so that the same key may come again. */
const passing: readonly RejectReason[] = [
  'bad_body',
  'not_found',
  'not_allowed',
  'unknown_unit',
  'unknown_photo',
  'predecessor_unanswered',
  'key_used_otherwise',
];

@Injectable()
export class Commands {
  private readonly handlers: Handlers = {
    ...incidentCommands,
    ...unitCommands,
    ...siteCommands,
    ...personCommands,
  };

  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
  ) {}

  /**
   * Carries a command out. The same key with the same body gets the same answer, also when both come at once; with
   * another body it is refused. Positions are readings: their answer is not kept. Throws only where the store does.
   */
  async execute(caller: Caller, name: CommandName, raw: unknown): Promise<CommandAnswer> {
    const read = commands[name].body.safeParse(raw);
    if (!read.success) return badBody(caller, name, raw, read.error);
    const body = read.data;
    const requestHash = createHash('sha256')
      .update(canonical({ name, body: raw }))
      .digest('hex');
    try {
      const handled = await this.db.transaction().execute(async (tx) => {
        const kept = await this.keptAnswer(tx, caller, body.key, requestHash);
        if (kept) return kept;
        if (body.after !== undefined && !(await isAnswered(tx, caller, body.after)))
          return answerOf(body.key, predecessorMissing);
        const answer = answerOf(body.key, await this.handle({ tx, caller, world: this.world }, name, body));
        if (isKept(name, answer)) await this.keep(tx, caller, body.key, requestHash, answer);
        // While it waited for its locks the very same command may have been carried out, and changed what it found.
        else if (!answer.ok) return (await this.keptAnswer(tx, caller, body.key, requestHash)) ?? answer;
        return answer;
      });
      return handled;
    } catch (error) {
      // The same command came twice at once: the other one has been committed, and its answer is the answer.
      if (!isKeyClash(error)) throw error;
      const kept = await this.keptAnswer(this.db, caller, body.key, requestHash);
      if (!kept) throw error;
      return kept;
    }
  }

  private handle<N extends CommandName>(carrying: Carrying, name: N, body: CommandBody<N>): Promise<Handled> {
    const handler = this.handlers[name];
    if (!handler) throw new Error(`no handler for ${name}`);
    return handler(carrying, body);
  }

  private async keptAnswer(
    db: Db | Tx,
    caller: Caller,
    key: string,
    requestHash: string,
  ): Promise<CommandAnswer | null> {
    const row = await db
      .selectFrom('commands')
      .select(['request_hash', 'answer'])
      .where('person_id', '=', caller.personId)
      .where('key', '=', key)
      .executeTakeFirst();
    if (!row) return null;
    // The person asks about their own command alone; what it was about was asked when it was answered.
    caller.asked = true;
    if (row.request_hash === requestHash) return JSON.parse(row.answer) as CommandAnswer;
    return answerOf(
      key,
      refused('key_used_otherwise', 'key', 'a key names one command for good: make a new one'),
    );
  }

  /** Last of all in the transaction, so that nobody waits for this key while holding anything back. */
  private async keep(
    tx: Tx,
    caller: Caller,
    key: string,
    requestHash: string,
    answer: CommandAnswer,
  ): Promise<void> {
    await tx
      .insertInto('commands')
      .values({
        person_id: caller.personId,
        key,
        request_hash: requestHash,
        answer: JSON.stringify(answer),
        at_ms: this.world.nowMs(),
      })
      .execute();
  }
}

const predecessorMissing = refused(
  'predecessor_unanswered',
  'after',
  'the command named in `after` has no answer yet: send that one first, then this one again',
);

function answerOf(key: string, handled: Handled): CommandAnswer {
  if (handled.kind === 'done') {
    const { incidentId, assignmentId, atMs } = handled;
    return { ok: true, key, incidentId, assignmentId, atMs, late: false };
  }
  const { reason, where, rule, present, holder, late } = handled;
  return { ok: false, key, reason, where, rule, present, holder, late };
}

function isKept(name: CommandName, answer: CommandAnswer): boolean {
  if (name === 'unit.positions') return false;
  return answer.ok || !passing.includes(answer.reason);
}

async function isAnswered(tx: Tx, caller: Caller, key: string): Promise<boolean> {
  const row = await tx
    .selectFrom('commands')
    .select('key')
    .where('person_id', '=', caller.personId)
    .where('key', '=', key)
    .executeTakeFirst();
  return row !== undefined;
}

function badBody(caller: Caller, name: CommandName, raw: unknown, error: z.ZodError): CommandAnswer {
  // Whoever may do it nowhere is not told what the body should be.
  if (caller.areasFor(commands[name].action).length === 0)
    return answerOf('', refused('not_allowed', name, 'your roles do not have this action in any area'));
  const issue = error.issues[0]!;
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys.join(', ') : '';
  const where = [...issue.path.map(String), unknown].filter((part) => part !== '').join('.') || 'body';
  const key =
    typeof raw === 'object' && raw !== null && 'key' in raw && typeof raw.key === 'string' ? raw.key : null;
  const answer = answerOf('', refused('bad_body', where, issue.message));
  return answer.ok ? answer : { ...answer, key };
}

function isKeyClash(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    error.code === '23505' &&
    'constraint' in error &&
    error.constraint === 'commands_pkey'
  );
}
