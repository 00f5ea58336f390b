// Lines, the broker, requests, clocks and processes of the simulation: what arrives, in which order, and who learns of an end.
import { expect, test } from 'vitest';
import { SimBroker } from './broker';
import { Chance } from './chance';
import { Faults } from './faults';
import { request } from './http';
import { Network } from './network';
import { Process } from './process';
import { Scheduler } from './scheduler';

function setUp(seed = 1, healthy = true) {
  const scheduler = new Scheduler(seed);
  const faults = new Faults(scheduler.chance.fork());
  if (healthy) faults.heal();
  const network = new Network(scheduler, faults);
  const process = (name: string) => new Process(scheduler, name);
  return { scheduler, faults, network, process };
}

test('chance is the same for the same seed, spread evenly, and another for the next seed', () => {
  const draw = (seed: number) => {
    const chance = new Chance(seed);
    return Array.from({ length: 20_000 }, () => chance.int(10));
  };
  const drawn = draw(1);
  expect(draw(1)).toEqual(drawn);
  expect(draw(2)).not.toEqual(drawn);
  for (let digit = 0; digit < 10; digit += 1) {
    const share = drawn.filter((each) => each === digit).length / drawn.length;
    expect(Math.abs(share - 0.1)).toBeLessThan(0.01);
  }
});

test('a line keeps the order, brings each message once, and ends at both ends when it is cut', async () => {
  const { scheduler, network, process } = setUp();
  const [one, two] = [process('one'), process('two')];
  const { a, b } = network.open<number, number>(one, two)!;
  const got: number[] = [];
  const ends: string[] = [];
  b.received = (message) => got.push(message);
  a.ended = () => ends.push('a');
  b.ended = () => ends.push('b');
  for (let i = 0; i < 100; i += 1) scheduler.after(i / 3, null, () => a.send(i));
  await scheduler.runUntil(scheduler.nowMs + 10_000);
  expect(got).toEqual(Array.from({ length: 100 }, (_, i) => i));
  two.kill();
  await scheduler.runUntil(scheduler.nowMs + 60_000);
  expect(ends).toEqual(['a']);
  expect(a.isOpen).toBe(false);
});

test('a frozen program gets what came meanwhile when it thaws; a dead one gets nothing', async () => {
  const { scheduler, network, process } = setUp();
  const [one, two] = [process('one'), process('two')];
  const { a, b } = network.open<string, string>(one, two)!;
  const got: string[] = [];
  b.received = (message) => got.push(message);
  two.freeze(30_000);
  a.send('1');
  a.send('2');
  two.after(1_000, () => got.push('timer'));
  await scheduler.runUntil(scheduler.nowMs + 29_000);
  expect(got).toEqual([]);
  await scheduler.runUntil(scheduler.nowMs + 2_000);
  expect(got).toEqual(['1', '2', 'timer']);
  two.after(1_000, () => got.push('never'));
  two.kill();
  await scheduler.runUntil(scheduler.nowMs + 60_000);
  expect(got).toHaveLength(3);
});

test('a broker tells a will when a connection dies, and none after a good-bye', async () => {
  const { scheduler, network, process } = setUp();
  const broker = new SimBroker(network, process('broker'), () => true);
  const heard: string[] = [];
  const connect = (name: string, of = process(name)) => {
    const line = broker.line(of)!;
    const will = { topic: `t/${name}`, payload: Buffer.from('will'), qos: 1, retain: true } as const;
    line.send({ kind: 'connect', clientId: name, username: name, password: '', will });
    return { line, of };
  };
  const { line } = connect('listener');
  line.received = (reply) => {
    if (reply.kind === 'message') heard.push(`${reply.message.topic} ${reply.message.payload.toString()}`);
  };
  line.send({ kind: 'subscribe', filters: ['t/+'] });
  const dying = connect('dying');
  const polite = connect('polite');
  const taken = connect('taken');
  await scheduler.runUntil(scheduler.nowMs + 5_000);
  dying.of.kill();
  polite.line.send({ kind: 'disconnect' });
  connect('taken');
  await scheduler.runUntil(scheduler.nowMs + 60_000);
  expect(heard.toSorted()).toEqual(['t/dying will', 't/taken will']);
  expect(taken.line.isOpen).toBe(false);
  const late = connect('late');
  const retained: string[] = [];
  late.line.received = (reply) => void (reply.kind === 'message' && retained.push(reply.message.topic));
  late.line.send({ kind: 'subscribe', filters: ['t/dying'] });
  await scheduler.runUntil(scheduler.nowMs + 5_000);
  expect(retained).toEqual(['t/dying']);
});

test('a request is answered; one whose server dies is told so, and may have been done', async () => {
  const { scheduler, network, process } = setUp();
  const [page, server] = [process('page'), process('server')];
  const told: unknown[] = [];
  const ask = (serve: () => Promise<unknown>) =>
    request(network, page, server, 'it', serve).then(
      (answer) => told.push(answer),
      (error: Error) => told.push(error.name),
    );
  void ask(async () => ({ ok: true }));
  await scheduler.runUntil(scheduler.nowMs + 5_000);
  let done = 0;
  void ask(async () => {
    done += 1;
    server.kill();
  });
  await scheduler.runUntil(scheduler.nowMs + 20_000);
  expect(told).toEqual([{ ok: true }, 'TypeError']);
  expect(done).toBe(1);
});

test('every kind of fault is drawn in some run, and none strikes once all is healed', () => {
  const drawn = new Set<string>();
  for (let seed = 1; seed < 40; seed += 1) {
    const { faults } = setUp(seed, false);
    for (let i = 0; i < 500; i += 1) if (faults.strikes('connect.refused')) drawn.add('connect.refused');
    if (faults.nextMs('network.parted') < Infinity) drawn.add('network.parted');
    faults.heal();
    expect(faults.strikes('connect.refused')).toBe(false);
    expect(faults.nextMs('line.cut')).toBe(Infinity);
  }
  expect([...drawn].toSorted()).toEqual(['connect.refused', 'network.parted']);
});
