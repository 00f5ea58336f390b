// Hands every feature the store, the outside world and the environment; the one place where Nest learns of them.
import { type DynamicModule, Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Environment } from '../environment.js';
import { RealWorld, World } from '../world.js';
import { type Db, openDatabase } from './database.store.js';

/**
 * Nest's token of the store. A service takes it as `constructor(@Inject(DB) private readonly db: Db, …)` with
 * `import type { Db }`; `World` and `Environment` are classes and are taken by their type alone.
 */
export const DB = Symbol('Db');

/** Global: `DB`, `World` and `Environment` can be injected anywhere. Closes the store last of all. */
@Global()
@Module({})
export class StoreModule implements OnApplicationShutdown {
  constructor(@Inject(DB) private readonly db: Db) {}

  /** Opens the store of this environment; tests hand in a world whose clock they move. */
  static of(environment: Readonly<Environment>, world: World = new RealWorld()): DynamicModule {
    const db = openDatabase(environment.databaseUrl, {
      say: (line) => void process.stdout.write(`${line}\n`),
    });
    return {
      module: StoreModule,
      providers: [
        { provide: DB, useValue: db },
        { provide: World, useValue: world },
        { provide: Environment, useValue: environment },
      ],
      exports: [DB, World, Environment],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.db.destroy();
  }
}
