// A second watch that is to take over from the first, without a gap between their pictures: what it brought so far (pure).
import type { Clock } from '../../clock.js';
import type { Plan } from './plan.js';
import type { Watch } from './watch.service.js';

/** A camera that shows a second viewer nothing for so long lets in but one: then the first watch goes on. */
const patienceMs = 20_000;

/** More than a key frame and what follows it until the first picture is decoded. */
const keptBytesMax = 8 * 1024 * 1024;

export class Relief {
  watch: Watch | null = null;
  readonly kept: Buffer[] = [];
  private keptBytes = 0;
  private hasEnded = false;
  private readonly askedAtMs: number;

  constructor(
    private readonly clock: Clock,
    readonly plan: Plan,
  ) {
    this.askedAtMs = clock.steadyMs();
  }

  begin(watch: Watch): void {
    this.watch = watch;
    void watch.fault.then(() => (this.hasEnded = true));
  }

  /** It could not even begin. */
  fail(): void {
    this.hasEnded = true;
  }

  /** Keeps the stream until it takes over. */
  keep(chunk: Buffer): void {
    this.keptBytes += chunk.length;
    if (this.keptBytes <= keptBytesMax) this.kept.push(chunk);
  }

  get isOverdue(): boolean {
    return this.hasEnded || this.clock.steadyMs() - this.askedAtMs >= patienceMs;
  }

  /** Sends it away and waits until it is gone. */
  async dismiss(): Promise<void> {
    this.watch?.kill('not needed');
    await this.watch?.fault;
  }
}
