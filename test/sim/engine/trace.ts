// What happened in a run, line by line: the last lines for a person, and a hash over all of them to compare two runs by.
import { createHash } from 'node:crypto';

const linesKept = 2_000;

export class Trace {
  private readonly lines: string[] = [];
  private readonly sum = createHash('sha256');
  private written = 0;
  /** Is told each line, as for `--trace`. */
  listener: ((line: string) => void) | null = null;

  add(line: string): void {
    this.sum.update(line).update('\n');
    this.listener?.(line);
    this.lines.push(line);
    this.written += 1;
    if (this.lines.length >= 2 * linesKept) this.lines.splice(0, linesKept);
  }

  /** The last lines, oldest first. */
  last(count: number): string[] {
    return this.lines.slice(-count);
  }

  /** SHA-256 over all lines so far: two runs with the same one did the same. */
  get hash(): string {
    return this.sum.copy().digest('hex');
  }

  get length(): number {
    return this.written;
  }
}
