// Whose publish goes next: sites take turns, and few are under way at a time, so that a flood waits at its own door. Pure.

/** So many may be on their way to the server at a time; more would only wait in buffers, in the order they came. */
export const underWayMax = 128;

/**
 * A fair queue before the one line to the server. What enters passes at once while few are under way; else it waits, and
 * the sites that wait pass one by one in turn. A site whose publishes wait is read no further, so its queue is bounded
 * by what one read of its connection held.
 */
export class FairDoor {
  private underWay = 0;
  private hasArrived = false;
  private readonly waiting = new Map<string, (() => boolean)[]>();

  /**
   * Calls `pass` when it is this site's turn; it answers whether something is under way now. Of a client that has gone
   * while its publishes waited nothing is, and nobody waits for that to arrive.
   */
  enter(siteId: string, pass: () => boolean): void {
    if (this.underWay < underWayMax && this.waiting.size === 0) return this.let(pass);
    const queue = this.waiting.get(siteId);
    if (queue) queue.push(pass);
    else this.waiting.set(siteId, [pass]);
  }

  /** One has arrived: the next may go. */
  arrived(): void {
    this.hasArrived = true;
    this.underWay = Math.max(0, this.underWay - 1);
    this.goOn();
  }

  /** Nothing that is under way will arrive any more, for the line to the server is another one. */
  startAnew(): void {
    this.underWay = 0;
    this.goOn();
  }

  /** Looked at each second: what has not arrived by now never will, and must not keep the others waiting. */
  look(): void {
    if (!this.hasArrived) this.startAnew();
    this.hasArrived = false;
  }

  private goOn(): void {
    while (this.underWay < underWayMax) {
      const [first] = this.waiting;
      if (first === undefined) return;
      const [siteId, queue] = first;
      const pass = queue.shift()!;
      // It goes to the end of the row, behind all other sites that wait.
      this.waiting.delete(siteId);
      if (queue.length > 0) this.waiting.set(siteId, queue);
      this.let(pass);
    }
  }

  private let(pass: () => boolean): void {
    this.underWay += 1;
    if (!pass()) this.underWay -= 1;
  }
}
