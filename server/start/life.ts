// What lives in the data folder besides the server: a demo district with agents and a story, or whatever people set up.
import { StartFault } from './fault.js';
import type { RunningAgent } from './demo.js';
import { openDatabase } from '../store/database.store.js';

/** What both kinds of life get. */
export interface Surroundings {
  readonly dataDir: string;
  /** Web address of the server on this machine, and the one that browsers elsewhere have for it. */
  readonly url: string;
  readonly origin: string;
  say(line: string): void;
  /** Another process runs than before. */
  changed(): void;
  stopping(): boolean;
}

export interface Life {
  /** Before the server starts: what the store has to hold. Needs the owner's role. */
  prepare(ownerUrl: string): Promise<void>;
  /** Once the server answers. */
  settle(appUrl: string): Promise<void>;
  /** What a person reads, or a program as JSON, once everything can be used. */
  welcome(appUrl: string): Promise<{ text: string; json: object }>;
  /** After the welcome: what may take its time. */
  goOn(appUrl: string): Promise<void>;
  readonly agents: readonly RunningAgent[];
  stop(): Promise<void>;
}

export type Mode = 'demo' | 'production';

/**
 * Writes down what the store of this folder is for, once and for all: a demonstration never becomes the real thing, nor
 * the other way round. Needs the owner's role.
 * @throws StartFault `mode` where it is for the other
 */
export async function takeMode(ownerUrl: string, mode: Mode): Promise<void> {
  const db = openDatabase(ownerUrl, { size: 1 });
  try {
    const isOld = (await db.selectFrom('people').select('person_id').limit(1).execute()).length > 0;
    await db
      .insertInto('settings')
      // A store with people and without a mode is a demo of an earlier release.
      .values({ key: 'mode', value: isOld ? 'demo' : mode })
      .onConflict((clash) => clash.doNothing())
      .execute();
    const { value } = await db
      .selectFrom('settings')
      .select('value')
      .where('key', '=', 'mode')
      .executeTakeFirstOrThrow();
    if (value === mode) return;
    throw new StartFault(
      'mode',
      value === 'demo'
        ? 'This data folder holds a demo. For real use choose another one by HAIXI_DATA, or leave HAIXI_DATA out.'
        : 'This data folder is in real use: start it with --production. The demo needs another one, by HAIXI_DATA.',
    );
  } finally {
    await db.destroy();
  }
}
