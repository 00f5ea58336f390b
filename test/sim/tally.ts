// What many runs of the simulation come to: how much was tried, how fast, and which faults struck how often.
import type { RunResult } from './engine/run-seed';

export class Tally {
  runs = 0;
  broken = 0;
  private events = 0;
  private simulatedMs = 0;
  private readonly beganAtMs = performance.now();
  private readonly rules: Record<string, number> = {};
  private readonly faults: Record<string, number> = {};
  private readonly counts: Record<string, number> = {};

  add({ broken, steps, simulatedMs, faults, counts }: RunResult): void {
    this.runs += 1;
    this.events += steps;
    this.simulatedMs += simulatedMs;
    if (broken) {
      this.broken += 1;
      this.rules[broken.rule] = (this.rules[broken.rule] ?? 0) + 1;
    }
    for (const [name, times] of faults) this.faults[name] = (this.faults[name] ?? 0) + times;
    for (const [name, times] of Object.entries(counts)) this.counts[name] = (this.counts[name] ?? 0) + times;
  }

  /** One line. `never` names the kinds of fault that did not strike at all: a run of many seeds should leave none. */
  json(kinds: readonly string[]): string {
    const seconds = (performance.now() - this.beganAtMs) / 1_000;
    return JSON.stringify({
      runs: this.runs,
      broken: this.broken,
      rules: this.rules,
      events: this.events,
      seconds: round(seconds),
      eventsPerS: round(this.events / seconds),
      seedsPerMin: round((this.runs / seconds) * 60),
      simulatedHours: round(this.simulatedMs / 3_600_000),
      faults: this.faults,
      never: kinds.filter((kind) => !this.faults[kind]),
      counts: this.counts,
    });
  }
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
