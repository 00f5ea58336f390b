// The server's World, simulated: a process's clocks, timers and chance; what it says goes into the trace.
import { World } from '@haixi/server/world';
import type { Process } from './process';

export class SimWorld extends World {
  constructor(readonly process: Process) {
    super();
  }
  nowMs(): number {
    return this.process.nowMs();
  }
  steadyMs(): number {
    return this.process.steadyMs();
  }
  after(delayMs: number, run: () => void): () => void {
    return this.process.after(delayMs, run);
  }
  say(line: string): void {
    this.process.note(line);
  }
  random(count: number): Uint8Array {
    return this.process.chance.bytes(count);
  }
}
