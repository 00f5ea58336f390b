// A request over the simulated network and its answer: either may be lost, and the server may die in between.
import type { Network } from './network';
import type { Process } from './process';

/** A page gives up a request that nobody answers after so long. */
const timeoutMs = 15_000;
const latencyMs = 20;

/**
 * Does `serve` in the server and gives its answer to the client, as JSON would carry it. Rejects with a TypeError, as
 * fetch does, where the network or the server lets it down; then it may or may not have been done. Never settles once
 * the client is dead.
 */
export function request<T>(
  network: Network,
  client: Process,
  server: Process,
  what: string,
  serve: () => Promise<T>,
): Promise<T> {
  const { scheduler, faults, chance } = network;
  return new Promise((done, fail) => {
    const failLater = (delayMs: number, why: string) =>
      client.after(delayMs, () => fail(new TypeError(`fetch failed: ${why}`)), null);
    if (!server.alive || network.areParted(client, server) || faults.strikes('connect.refused'))
      return void failLater(chance.wait(300), 'connect');
    failLater(timeoutMs, 'timeout');
    if (faults.strikes('http.requestLost')) return;
    const forget = server.onKill(() => failLater(chance.wait(300), 'the connection was closed'));
    const answered = (deliver: () => void) => {
      forget();
      if (!server.alive || faults.strikes('http.answerLost') || network.areParted(client, server)) return;
      scheduler.after(chance.wait(latencyMs), `${client.name} is answered ${what}`, () =>
        client.deliver(deliver),
      );
    };
    scheduler.after(chance.wait(latencyMs), `${server.name} is asked ${what}`, () =>
      server.deliver(() => {
        serve().then(
          (answer) => {
            const text = JSON.stringify(answer);
            answered(() => done(text === undefined ? (undefined as T) : (JSON.parse(text) as T)));
          },
          // The server answers 500; the page can't tell it from a broken line.
          () => answered(() => fail(new TypeError('fetch failed: 500'))),
        );
      }),
    );
  });
}
