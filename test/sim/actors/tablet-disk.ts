// A tablet's disk: the patrol outbox's store in memory, which outlives the page and takes its time (rule T1).
import { type Entry, isAcceptable } from '@haixi/dashboard/patrol/outbox/entry';
import type { OutboxStore, Photo } from '@haixi/dashboard/patrol/outbox/outbox.service';
import {
  type Change,
  changed,
  entriesOf,
  nextSeqOf,
  type Pressed,
} from '@haixi/dashboard/patrol/outbox/queue';
import type { Process } from '../engine/process';

/** Mean time of one transaction, in ms. */
const writeMs = 15;

export class TabletDisk {
  rows: Entry[] = [];

  /** `added` is told what was written down, in order. */
  constructor(private readonly added: (pressed: Pressed) => void) {}

  /** The store as one page has it: a page that is killed may or may not have written what it was writing. */
  open(page: Process): OutboxStore {
    const written = (write: () => void) =>
      new Promise<void>((done, failed) => {
        page.after(
          page.chance.wait(writeMs),
          () => {
            try {
              write();
              // Written, and then the page has still to hear of it: a kill in between leaves it written and untold.
              page.after(page.chance.wait(2), done, null);
            } catch (cause) {
              failed(cause instanceof Error ? cause : new Error(String(cause)));
            }
          },
          'disk of the tablet',
        );
      });
    return {
      load: async (personId) => structuredClone(this.of(personId)),
      add: (pressed, _photos) => written(() => this.add(pressed)),
      change: (change) => written(() => this.change(change)),
      photo: async (_key): Promise<Photo | null> => null,
    };
  }

  private add(pressed: Pressed): void {
    const mine = this.of(pressed.personId);
    const fresh = entriesOf(mine, pressed, nextSeqOf(mine));
    if (fresh.some((entry) => entry.type === 'command' && !isAcceptable(entry)))
      throw new Error(`the contract does not take this ${pressed.command.name}`);
    this.rows = [...this.rows, ...fresh];
    this.added(pressed);
  }

  private change(change: Change): void {
    this.rows = changed(this.rows, change);
  }

  private of(personId: string): Entry[] {
    return this.rows.filter((entry) => entry.personId === personId);
  }
}
