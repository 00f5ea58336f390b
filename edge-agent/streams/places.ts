// So many at a time and no more, over all sites of an agent.

export class Places {
  private taken = 0;

  constructor(private readonly max: number) {}

  /** Takes a place; the answer gives it back, once. Null where all are taken. */
  take(): (() => void) | null {
    if (this.taken >= this.max) return null;
    this.taken += 1;
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.taken -= 1;
    };
  }
}
