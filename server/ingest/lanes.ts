// Who is stored next: panic, then live, then backlog, then refusals; in each lane sites take turns (rule D7). Pure.

/** In the order in which they are stored. */
export const lanes = ['panic', 'live', 'backlog', 'refusals'] as const;
export type Lane = (typeof lanes)[number];

/** What waits to be stored. Of two with the same key in a site's lane one waits: both are answered by one answer. */
export interface Waiting<T> {
  readonly lane: Lane;
  readonly siteId: string;
  /** Its number in its outbox; null where it could not be read. */
  readonly key: string | null;
  readonly bytes: number;
  readonly what: T;
}

export interface LaneBounds {
  /** All that waits. Panics alone may exceed it. */
  readonly bytesMax: number;
  /** What waits of one site. An agent has less under way than this, so nothing of it is let go while it is alone. */
  readonly siteBytesMax: number;
  /** So many of a lane are in each batch if they wait, however much waits before them. */
  readonly share: Readonly<Record<Lane, number>>;
}

/**
 * Waiting entries, bounded. What finds no room is let go, because agents send again until they are answered: refusals
 * first, then backlog, then live ones, and a panic only where its own site's panics fill that site's whole room.
 */
export class Lanes<T> {
  private readonly byLane = new Map(lanes.map((lane) => [lane, new Turns<T>()]));
  private readonly bytesOfSite = new Map<string, number>();
  private bytesOfAll = 0;

  constructor(private readonly bounds: LaneBounds) {}

  get bytes(): number {
    return this.bytesOfAll;
  }

  get size(): number {
    return lanes.reduce((sum, lane) => sum + this.of(lane).size, 0);
  }

  /** Takes one in. Gives what was let go for it, which may be itself. */
  add(one: Waiting<T>): T[] {
    const { lane, siteId, key, bytes } = one;
    if (key !== null && this.of(lane).has(siteId, key)) return [];
    const gone: T[] = [];
    const isTooMuchOfSite = () => this.siteBytes(siteId) + bytes > this.bounds.siteBytesMax;
    while (isTooMuchOfSite()) {
      const less = lane === 'panic' ? this.dropOf(siteId) : null;
      if (!less) return [...gone, one.what];
      gone.push(less.what);
    }
    while (this.bytesOfAll + bytes > this.bounds.bytesMax) {
      const less = this.dropFor(one);
      if (less) gone.push(less.what);
      else if (lane === 'panic') break;
      else return [...gone, one.what];
    }
    this.of(lane).push(one);
    this.weigh(siteId, bytes);
    return gone;
  }

  /**
   * The next ones to store. While a panic or a live one waits, the later lanes have their share and no more: a short
   * batch is soon answered.
   */
  take(most: number): T[] {
    const taken: T[] = [];
    for (const [at, lane] of lanes.entries()) {
      const kept = lanes.slice(at + 1).reduce((sum, later) => sum + this.shareOf(later), 0);
      const isHurried = taken.length > 0 && (lane === 'backlog' || lane === 'refusals');
      const room = Math.min(most - taken.length - kept, isHurried ? this.shareOf(lane) : most);
      for (let left = room; left > 0; left -= 1) {
        const one = this.of(lane).next();
        if (!one) break;
        this.weigh(one.siteId, -one.bytes);
        taken.push(one.what);
      }
    }
    return taken;
  }

  clear(): void {
    for (const lane of lanes) this.byLane.set(lane, new Turns<T>());
    this.bytesOfSite.clear();
    this.bytesOfAll = 0;
  }

  /** Lets go one entry of this site that is no panic. */
  private dropOf(siteId: string): Waiting<T> | null {
    for (const lane of ['refusals', 'backlog', 'live'] as const) {
      const one = this.of(lane).nextOf(siteId);
      if (one) return this.gone(one);
    }
    return null;
  }

  /** Lets go one entry that has to stand back behind this one: of a later lane, or of a site that has more waiting. */
  private dropFor({ lane, siteId }: Waiting<T>): Waiting<T> | null {
    for (const later of lanes.slice(lanes.indexOf(lane) + 1).toReversed()) {
      const one = this.of(later).next();
      if (one) return this.gone(one);
    }
    if (lane === 'panic') return null;
    const other = this.of(lane).siteInTurn;
    if (other === undefined || this.siteBytes(other) <= this.siteBytes(siteId)) return null;
    return this.gone(this.of(lane).next()!);
  }

  private gone(one: Waiting<T>): Waiting<T> {
    this.weigh(one.siteId, -one.bytes);
    return one;
  }

  private weigh(siteId: string, bytes: number): void {
    const ofSite = this.siteBytes(siteId) + bytes;
    if (ofSite === 0) this.bytesOfSite.delete(siteId);
    else this.bytesOfSite.set(siteId, ofSite);
    this.bytesOfAll += bytes;
  }

  private siteBytes(siteId: string): number {
    return this.bytesOfSite.get(siteId) ?? 0;
  }

  private shareOf(lane: Lane): number {
    return Math.min(this.bounds.share[lane], this.of(lane).size);
  }

  private of(lane: Lane): Turns<T> {
    return this.byLane.get(lane)!;
  }
}

/** One lane: each site's entries in the order of their coming, and the sites in the order of their turns. */
class Turns<T> {
  private readonly sites = new Map<string, Map<string, Waiting<T>>>();
  private unnumbered = 0;
  size = 0;

  get siteInTurn(): string | undefined {
    return this.sites.keys().next().value;
  }

  has(siteId: string, key: string): boolean {
    return this.sites.get(siteId)?.has(key) ?? false;
  }

  push(one: Waiting<T>): void {
    const ofSite = this.sites.get(one.siteId) ?? new Map<string, Waiting<T>>();
    this.unnumbered += 1;
    this.sites.set(one.siteId, ofSite.set(one.key ?? `?${this.unnumbered}`, one));
    this.size += 1;
  }

  /** Takes out the first of the site whose turn it is; that site's next turn is after all the others'. */
  next(): Waiting<T> | null {
    const siteId = this.siteInTurn;
    return siteId === undefined ? null : this.nextOf(siteId);
  }

  nextOf(siteId: string): Waiting<T> | null {
    const ofSite = this.sites.get(siteId);
    const [first] = ofSite ?? [];
    if (!ofSite || !first) return null;
    const [key, one] = first;
    ofSite.delete(key);
    this.sites.delete(siteId);
    if (ofSite.size > 0) this.sites.set(siteId, ofSite);
    this.size -= 1;
    return one;
  }
}
