// The patrol pages on this server: what each tells of itself, and that it is gone, one after another into the store (T3).
import { tabletStates, type TabletState } from '@haixi/proto/vocabulary';
import type { Db } from '../store/database.store.js';
import type { World } from '../world.js';
import type { Screen } from './screen.js';
import { closeTablets, keepTablet } from './tablets.store.js';

/** Of several pages of one person the one that would ring counts; without any the tablet is closed. */
export class Tablets {
  private readonly told = new Map<Screen, Exclude<TabletState, 'closed'>>();
  private lastWrite: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly db: Db,
    private readonly world: World,
  ) {}

  /** At the start of a server no page is connected to it yet. */
  start(): void {
    this.write(() => closeTablets(this.db, this.world.nowMs()));
  }

  tells(screen: Screen, state: Exclude<TabletState, 'closed'>): void {
    this.told.set(screen, state);
    this.keep(screen.holder.personId);
  }

  leaves(screen: Screen): void {
    if (this.told.delete(screen)) this.keep(screen.holder.personId);
  }

  /** Resolves when everything that was told is kept. */
  async settled(): Promise<void> {
    await this.lastWrite;
  }

  private keep(personId: string): void {
    this.write(() => {
      const own = [...this.told].filter(([screen]) => screen.holder.personId === personId);
      const states = own.map(([, state]) => tabletStates.indexOf(state));
      const state = tabletStates[Math.min(...states)] ?? 'closed';
      return keepTablet(this.db, personId, state, this.world.nowMs());
    });
  }

  /** In the order they were told; one that fails is told, and the next one goes on. */
  private write(what: () => Promise<void>): void {
    this.lastWrite = this.lastWrite
      .then(what)
      .catch((error: Error) => this.world.say(`live: tablets: ${error.message}`));
  }
}
