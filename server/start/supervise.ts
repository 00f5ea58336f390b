// Keeps one of our programs running: started, watched, started again with a growing pause, stopped in good order.
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { StartFault } from './fault.js';
import { end, markOf, type ProcessMark } from './processes.js';

export interface Program {
  /** For the lines a person reads. */
  name: string;
  /** The built file, and what it is given. */
  script: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  /** File for what it says; without one it speaks on the launcher's stderr. */
  log?: string;
}

export interface Supervised {
  /** Undefined between an end and the next start. */
  mark(): ProcessMark | undefined;
  /** Settles when the program first said that it is ready; rejects if its first run ends before. */
  readonly ready: Promise<void>;
  /** Ends this run and starts the next without a pause. */
  restart(): void;
  /** Ends this run; the next one starts after `forMs`, as when the power was gone for a while. */
  rest(forMs: number): void;
  /** No further run; asked to end, killed after `patienceMs`. */
  stop(patienceMs: number): Promise<void>;
}

const pauseMsMin = 300;
const pauseMsMax = 5_000;
/** A run of this length counts as healthy: the next pause is the shortest again. */
const healthyMs = 10_000;

/** Starts `program`; `changed` is called whenever it has another process. */
export function supervise(program: Program, say: (line: string) => void, changed: () => void): Supervised {
  let child: ChildProcess | undefined;
  let mark: ProcessMark | undefined;
  let pauseMs = pauseMsMin;
  let stopped = false;
  let restarting = false;
  let restMs: number | null = null;
  let timer: NodeJS.Timeout | undefined;
  const first = Promise.withResolvers<void>();
  // Who doesn't wait for the first run learns of its end from the line that is said.
  first.promise.catch(() => {});

  const where = program.log === undefined ? 'above' : `in ${program.log}`;

  function start(): void {
    const startedMs = performance.now();
    // Own session: Ctrl-C reaches the launcher alone, which stops everything in order. The channel tells the program
    // when the launcher is gone.
    const output = program.log === undefined ? 2 : openSync(program.log, 'a', 0o600);
    child = spawn(process.execPath, [program.script, ...program.args], {
      env: program.env,
      detached: true,
      stdio: ['ignore', output, output, 'ipc'],
    });
    if (output !== 2) closeSync(output);
    mark = child.pid === undefined ? undefined : markOf(child.pid);
    child.on('message', (message) => {
      if (typeof message === 'object' && 'ready' in message) first.resolve();
    });
    child.on('error', (error) => say(`${program.name}: ${error.message}`));
    child.on('exit', (code, signal) => {
      mark = undefined;
      const how = signal ? `by ${signal}` : `with code ${code}`;
      first.reject(
        new StartFault(
          'failed',
          `The ${program.name} ended ${how} before it was ready; its reason stands ${where}.`,
        ),
      );
      if (stopped) return;
      if (performance.now() - startedMs > healthyMs) pauseMs = pauseMsMin;
      if (restMs !== null) {
        timer = setTimeout(start, restMs);
        restMs = null;
        return changed();
      }
      if (!restarting)
        say(
          `The ${program.name} ended ${how}; it starts again in ${pauseMs / 1000} s. Its words stand ${where}.`,
        );
      timer = setTimeout(start, restarting ? 0 : pauseMs);
      pauseMs = restarting ? pauseMsMin : Math.min(pauseMs * 2, pauseMsMax);
      restarting = false;
      changed();
    });
    changed();
  }

  start();
  return {
    mark: () => mark,
    ready: first.promise,
    restart() {
      restarting = mark !== undefined;
      if (restarting) say(`The ${program.name} starts again with the new build.`);
      child?.kill('SIGTERM');
    },
    rest(forMs) {
      if (mark === undefined || restarting) return;
      restMs = forMs;
      child?.kill('SIGTERM');
    },
    async stop(patienceMs) {
      stopped = true;
      clearTimeout(timer);
      if (mark) await end(mark, patienceMs);
    },
  };
}
