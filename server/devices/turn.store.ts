// One turn of a device's affairs: a transaction whose events come last, tried again where PostgreSQL asks for it.
import type { EventDraft } from '@haixi/proto/live/events';
import { append } from '../log/log.store.js';
import { type Db, type Tx, worthRetrying } from '../store/database.store.js';
import { changeRegister } from '../store/register.store.js';
import type { World } from '../world.js';

const triesMax = 5;

/**
 * What a turn came to, with what has to be told: a refusal may have to be told too. Rows are locked in the order of
 * work orders, stickers, sites, sources, each by its id.
 */
export interface Turn<T> {
  readonly answer: T;
  readonly events?: readonly EventDraft[];
  /** Whether areas, sites or sources changed: screens and ingest look at the register anew. */
  readonly changesRegister?: boolean;
}

/** Runs a turn to its commit; its events are appended last of all. */
export async function inTurn<T>(db: Db, world: World, run: (tx: Tx) => Promise<Turn<T>>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await db.transaction().execute(async (tx) => {
        const { answer, events = [], changesRegister = false } = await run(tx);
        if (changesRegister) await changeRegister(tx);
        await append(tx, events, { nowMs: world.nowMs(), salt: world.salt });
        return answer;
      });
    } catch (error) {
      if (tries >= triesMax || !worthRetrying(error)) throw error;
    }
  }
}
