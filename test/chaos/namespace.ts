// A network of an agent's own, where the machine lets us make one: its packets are dropped by the kernel, not by a relay.
import { spawnSync } from 'node:child_process';
import { networkInterfaces } from 'node:os';
import { namespaceName } from './leftovers.js';
import type { Weather } from './wire.js';

/** What the machine lets us do: `netem` drops and delays, `tbf` only drops, so that the relay has to delay. */
export type Means = 'netem' | 'tbf';

/** In the terms of netem: what a thin mobile line does to a packet. */
const thin = ['netem', 'delay', '250ms', '120ms', 'loss', '5%'];
/** Nothing passes; a bucket into which no packet fits does the same where netem is not there. */
const nothing = {
  netem: ['netem', 'loss', '100%'],
  tbf: ['tbf', 'rate', '8bit', 'burst', '1', 'limit', '1'],
} as const;

/** The cable between namespace and server, in the kernel's hands. */
export interface KernelLine {
  /** The server's end of it: the relay listens there. */
  readonly address: string;
  /** True where the kernel can do this; the relay does it otherwise. */
  turn(weather: Weather): boolean;
  /** Packets that were dropped or delayed since it turned so. */
  touched(): number;
}

export interface Namespace {
  /** Put before a command line, it runs inside. */
  readonly enter: readonly string[];
  readonly line: KernelLine;
  /** Where a program inside listens for people at the site: no weather reaches that way. */
  readonly door: string;
  remove(): void;
}

/** Tries once and takes it away again; null where the machine does not let us. */
export function meansHere(): Means | null {
  if (process.getuid?.() !== 0) return null;
  for (const means of ['netem', 'tbf'] as const) {
    const namespace = makeNamespace('probe', means);
    const works = namespace?.line.turn('silent') ?? false;
    namespace?.remove();
    if (works) return means;
  }
  return null;
}

/**
 * Makes a namespace with two cables, one towards the server and one for the local door, out of the addresses that are
 * kept for measurements (RFC 2544). Null where that fails; nothing is left behind then.
 */
export function makeNamespace(name: string, means: Means): Namespace | null {
  const own = `${process.pid.toString(36)}${name.slice(-1)}`;
  const netns = namespaceName(name);
  const net = freeNet();
  const remove = () => {
    run('ip', ['netns', 'del', netns]);
    // The cables go with it, unless a program inside still ends.
    for (const kind of ['l', 'd']) run('ip', ['link', 'del', `hx${own}${kind}`]);
  };
  const cable = (kind: 'l' | 'd', first: number) => {
    const [near, far] = [`hx${own}${kind}`, `hx${own}${kind}i`];
    return (
      run('ip', ['link', 'add', near, 'type', 'veth', 'peer', 'name', far, 'netns', netns]) &&
      run('ip', ['addr', 'add', `${net}.${first}/30`, 'dev', near]) &&
      run('ip', ['link', 'set', near, 'up']) &&
      run('ip', ['-n', netns, 'addr', 'add', `${net}.${first + 1}/30`, 'dev', far]) &&
      run('ip', ['-n', netns, 'link', 'set', far, 'up'])
    );
  };
  const made =
    run('ip', ['netns', 'add', netns]) &&
    run('ip', ['-n', netns, 'link', 'set', 'lo', 'up']) &&
    cable('l', 1) &&
    cable('d', 5);
  if (!made) {
    remove();
    return null;
  }
  const ends = {
    up: ['-n', netns, 'qdisc', 'VERB', 'dev', `hx${own}li`],
    down: ['qdisc', 'VERB', 'dev', `hx${own}l`],
  };
  const tc = (end: keyof typeof ends, verb: string, how: readonly string[] = []) =>
    run('tc', [...ends[end].map((word) => (word === 'VERB' ? verb : word)), ...how]);
  return {
    enter: ['nsenter', `--net=/run/netns/${netns}`],
    door: `${net}.6`,
    remove,
    line: {
      address: `${net}.1`,
      turn(weather) {
        for (const end of ['up', 'down'] as const) tc(end, 'del', ['root']);
        if (weather === 'slow')
          return (
            means === 'netem' && tc('up', 'add', ['root', ...thin]) && tc('down', 'add', ['root', ...thin])
          );
        const dead = (['up', 'down'] as const).filter((end) => weather === end || weather === 'silent');
        return dead.length > 0 && dead.every((end) => tc(end, 'add', ['root', ...nothing[means]]));
      },
      touched: () =>
        [ends.up, ends.down]
          .map((words) => words.map((word) => (word === 'VERB' ? 'show' : word)))
          .map((words) => spawnSync('tc', ['-s', ...words], { encoding: 'utf8' }).stdout)
          .flatMap((shown) => [...shown.matchAll(/qdisc (?:netem|tbf)[^]*?(\d+) pkt \(dropped (\d+)/g)])
          .reduce((sum, [, passed, dropped]) => sum + Number(passed) + Number(dropped), 0),
    },
  };
}

function freeNet(): string {
  const taken = Object.values(networkInterfaces()).flatMap(
    (list) => list?.map(({ address }) => address) ?? [],
  );
  for (let third = 0; third < 256; third += 1) {
    const net = `198.18.${third}`;
    if (!taken.some((address) => address.startsWith(`${net}.`))) return net;
  }
  throw new Error('all addresses for measurements are in use on this machine');
}

function run(file: string, args: readonly string[]): boolean {
  return spawnSync(file, args, { stdio: 'ignore' }).status === 0;
}
