// How the launcher is told to stop: Ctrl-C, a signal, or the end of the process that started it. A second Ctrl-C kills.
const sameKeyMs = 1_000;

/**
 * Listens for every way of being told to stop, runs `stop` once and ends the process with code 0; a second Ctrl-C runs
 * `kill`, which must not wait, and ends it with 130.
 * A terminal, npm and the bootstrap each pass one Ctrl-C on, so repeats within a second are the same.
 */
export function stopOnSignals(
  say: (line: string) => void,
  stop: () => Promise<void>,
  kill: () => void,
): { stopping(): boolean } {
  let firstMs: number | undefined;

  function asked(by: string): void {
    const nowMs = performance.now();
    if (firstMs === undefined) {
      firstMs = nowMs;
      say('Stopping: agents, server, database…');
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          process.stderr.write(`Stopping failed: ${String(error)}\n`);
          process.exit(1);
        },
      );
    } else if (by === 'SIGINT' && nowMs - firstMs > sameKeyMs) {
      kill();
      say('Killed. The next start recovers.');
      process.exit(130);
    }
  }

  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => asked(name));
  process.on('disconnect', () => asked('disconnect'));
  return { stopping: () => firstMs !== undefined };
}
