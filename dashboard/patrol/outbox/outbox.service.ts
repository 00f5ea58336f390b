// The outbox at work: takes what is pressed, writes it down, sends each lane in order until all is answered (T1, T4).
import type { Posted } from '../../api/post';
import type { CommandEntry, Entry, Lane, PhotoEntry } from './entry';
import { lanes } from './entry';
import type { Change, Pressed } from './queue';
import { changed, headOf, retryMs, settle } from './queue';
import { type KeepReason, type PutPhoto, type Verdict, judge } from './verdict';

/** A photo's JPEG bytes. */
export interface Photo {
  readonly key: string;
  readonly bytes: ArrayBuffer;
}

/** Where entries are kept: durable before a promise resolves, each change whole or not at all. */
export interface OutboxStore {
  load(personId: string): Promise<Entry[]>;
  /** Add what was pressed behind everything that person has waiting. Throws, and adds nothing, if it can't be kept. */
  add(pressed: Pressed, photos: readonly Photo[]): Promise<void>;
  change(change: Change): Promise<void>;
  photo(key: string): Promise<Photo | null>;
}

/** The way to the server. Nothing of it throws. */
export interface Wire {
  /** Who the server takes this tablet for, or null where it can't be asked. */
  who(): Promise<{ personId: string } | 'signed_out' | null>;
  command(entry: CommandEntry): Promise<Posted>;
  photo(entry: PhotoEntry, photo: Photo): Promise<PutPhoto>;
}

/** Time and chance. `pause` ends early when its signal aborts. */
export interface OutboxWorld {
  pause(ms: number, wake: AbortSignal): Promise<void>;
  random(): number;
}

/** What the screen shows of it. */
export interface OutboxState {
  readonly entries: readonly Entry[];
  /** Done as asked, but perhaps not yet in the live picture: remembered so that no button jumps back. */
  readonly delivered: readonly Delivered[];
  readonly held: Readonly<Record<Lane, KeepReason | null>>;
}

/** A command that the server has carried out, with the server's time and the incident it names. */
export interface Delivered {
  readonly entry: CommandEntry;
  readonly atMs: number;
  readonly incidentId: string | null;
}

/** How many delivered commands are remembered for the picture to catch up with. */
const deliveredMax = 20;

export class Outbox {
  #state: OutboxState = { entries: [], delivered: [], held: { urgent: null, ordinary: null } };
  readonly #listeners = new Set<() => void>();
  #wake = new AbortController();
  #line: Promise<unknown> = Promise.resolve();

  constructor(
    readonly personId: string,
    private readonly store: OutboxStore,
    private readonly wire: Wire,
    private readonly world: OutboxWorld,
  ) {}

  readonly state = (): OutboxState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Take an action: on disk when the promise resolves, and from then on sent without a limit of tries. */
  async take(pressed: Omit<Pressed, 'personId' | 'photoKeys'>, photos: readonly Photo[] = []): Promise<void> {
    const photoKeys = photos.map((photo) => photo.key);
    await this.store.add({ ...pressed, photoKeys, personId: this.personId }, photos);
    await this.reload();
  }

  /** The officer has read what became of this action. */
  async dismiss(key: string): Promise<void> {
    const entry = this.#state.entries.find((one) => one.key === key && one.answer !== null);
    if (entry) await this.#apply({ put: [], drop: [entry] });
  }

  /** Read the store again: another page of the same tablet may have changed it. */
  async reload(): Promise<void> {
    await this.#inLine(async () => this.#tell({ entries: await this.store.load(this.personId) }));
    this.nudge();
  }

  /** Try at once: the network, the page or the live socket is back. */
  nudge(): void {
    this.#wake.abort();
    this.#wake = new AbortController();
  }

  /** Send until `stop` aborts; each lane by itself, one entry at a time. Throws only where the store can't be read. */
  async run(stop: AbortSignal): Promise<void> {
    stop.addEventListener('abort', () => this.nudge(), { once: true });
    await this.reload();
    await Promise.all(lanes.map((lane) => this.#runLane(lane, stop)));
  }

  async #runLane(lane: Lane, stop: AbortSignal): Promise<void> {
    let tries = 0;
    while (!stop.aborted) {
      const wake = this.#wake.signal;
      const entry = headOf(this.#state.entries, lane);
      if (entry === null) {
        this.#hold(lane, null);
        await aborted(wake);
        continue;
      }
      const because = await this.#send(entry, stop).catch(() => 'disk' as const);
      this.#hold(lane, because);
      if (because === null) tries = 0;
      else await this.world.pause(retryMs(lane, tries, this.world.random()), wake);
      if (because !== null) tries = wake.aborted ? 0 : tries + 1;
    }
  }

  /** One try of one entry; null where the lane may go on at once, else why it has to wait. */
  async #send(entry: Entry, stop: AbortSignal): Promise<KeepReason | null> {
    const verdict = await this.#attempt(entry);
    // A stopped outbox writes nothing more: the next one asks the server again with the same key.
    if (stop.aborted) return null;
    const change = settle(this.#state.entries, entry, verdict);
    await this.#apply(change);
    if (verdict.kind === 'keep') return change.put.length === 0 ? verdict.because : null;
    if (entry.type === 'command' && verdict.answer.kind === 'done')
      this.#remember({ entry, atMs: verdict.answer.atMs, incidentId: verdict.answer.incidentId });
    return null;
  }

  async #attempt(entry: Entry): Promise<Verdict> {
    // The cookie is the tablet's, the queue is the person's: nothing leaves under somebody else's name (T4).
    const who = await this.wire.who();
    if (who === null) return judge(entry, { kind: 'unreachable' });
    if (who === 'signed_out') return judge(entry, { kind: 'signedOut' });
    if (who.personId !== this.personId) return { kind: 'keep', because: 'other_person' };
    if (entry.type === 'command') return judge(entry, await this.wire.command(entry));
    const photo = await this.store.photo(entry.key);
    if (photo !== null) return judge(entry, await this.wire.photo(entry, photo));
    return { kind: 'answered', answer: { kind: 'problem', code: 'photo_gone', todo: '' } };
  }

  async #apply(change: Change): Promise<void> {
    if (change.put.length + change.drop.length === 0) return;
    await this.#inLine(async () => {
      await this.store.change(change);
      this.#tell({ entries: changed(this.#state.entries, change) });
    });
  }

  /** Reads and writes of the store one after another, so that an old reading never covers a newer writing. */
  #inLine(step: () => Promise<void>): Promise<void> {
    const next = this.#line.then(step);
    this.#line = next.catch(() => undefined);
    return next;
  }

  #remember(delivered: Delivered): void {
    this.#tell({ delivered: [...this.#state.delivered, delivered].slice(-deliveredMax) });
  }

  #hold(lane: Lane, because: KeepReason | null): void {
    if (this.#state.held[lane] !== because) this.#tell({ held: { ...this.#state.held, [lane]: because } });
  }

  #tell(part: Partial<OutboxState>): void {
    this.#state = { ...this.#state, ...part };
    for (const listener of this.#listeners) listener();
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
