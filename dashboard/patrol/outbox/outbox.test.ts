// The outbox against a server that fails in every way a network can: nothing dropped, nothing twice, nothing out of order.
import type { CommandAnswer } from '@haixi/proto/commands/commands';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Posted } from '../../api/post';
import { type CommandEntry, type Entry, lanes, type PatrolCommand, wireBody } from './entry';
import { Outbox, type OutboxStore, type OutboxWorld, type Photo, type Wire } from './outbox.service';
import { sendUnkept } from './unkept';
import { type Change, changed, entriesOf, nextSeqOf, waiting } from './queue';

const startMs = 1_790_000_000_000;

test('T1 any pattern of failures and restarts ends with each action answered exactly once, in order', async () => {
  const press = fc.record({ kind: fc.constantFrom('note', 'sos', 'duty'), photos: fc.nat({ max: 2 }) });
  const fault = fc.constantFrom<Fault>('none', 'lost', 'answerLost', 'busy', 'proxy', 'signedOut', 'restart');
  await fc.assert(
    fc.asyncProperty(
      fc.array(press, { maxLength: 6 }),
      fc.array(fault, { maxLength: 30 }),
      async (all, faults) => {
        const tablet = new Tablet();
        const server = new Server(faults);
        for (const [i, { kind, photos }] of all.entries()) await tablet.press(server, kind, i, photos);
        await tablet.drain(server);

        const ordinary = all.flatMap(({ kind, photos }, i) =>
          kind === 'sos' ? [] : [...photoKeys(i, kind === 'note' ? photos : 0), keyOf(i)],
        );
        const urgent = all.flatMap(({ kind }, i) => (kind === 'sos' ? [keyOf(i)] : []));
        expect(server.carriedOut.filter((key) => !urgent.includes(key))).toEqual(ordinary);
        expect(server.carriedOut.filter((key) => urgent.includes(key))).toEqual(urgent);
        expect(server.bodiesDiffered).toEqual([]);
        expect(tablet.rows).toEqual([]);
        expect(tablet.photos.size).toBe(0);
      },
    ),
    { numRuns: 300 },
  );
});

test('T4 what one officer pressed is neither seen nor sent while another is signed in', async () => {
  const tablet = new Tablet();
  const server = new Server([]);
  await tablet.press(server, 'note', 1, 1);
  server.person = 'po-zhang';
  await tablet.drain(server, 5);
  expect(server.carriedOut).toEqual([]);
  const other = new Outbox('po-zhang', tablet, server, quick(5));
  await other.run(stopSoon());
  expect(other.state().entries).toEqual([]);
  expect(server.carriedOut).toEqual([]);

  server.person = 'po-wang';
  await tablet.drain(server);
  expect(server.carriedOut).toEqual([...photoKeys(1, 1), keyOf(1)]);
});

test('T1 an SOS does not wait behind a photo that can’t get through', async () => {
  const tablet = new Tablet();
  const server = new Server([]);
  server.photosPass = false;
  await tablet.press(server, 'note', 1, 1);
  await tablet.press(server, 'sos', 2, 0);
  await tablet.drain(server, 5);
  expect(server.carriedOut).toEqual([keyOf(2)]);
  expect(waiting(tablet.rows).map((entry) => entry.key)).toEqual([...photoKeys(1, 1), keyOf(1)]);
});

test('T1 over an hour without network, two kills and a colleague at the tablet, all arrives once, in order, under its own name', async () => {
  const tablet = new Tablet();
  const server = new Server([]);
  const hour = new HourCut(server);
  await tablet.press(server, 'duty', 1, 0);
  await tablet.press(server, 'note', 2, 2);
  // A page is killed after twenty minutes, the next one after forty.
  await hour.page(tablet, 'po-wang', 20);
  await tablet.press(server, 'sos', 3, 0);
  await hour.page(tablet, 'po-wang', 40);
  expect(hour.tries).toBeGreaterThan(60);
  expect(server.carriedOut).toEqual([]);
  // The line is back, with a colleague signed in.
  hour.minutes = 60;
  server.person = 'po-zhang';
  await hour.page(tablet, 'po-zhang', 61);
  await hour.page(tablet, 'po-wang', 62);
  expect(server.carriedOut).toEqual([]);
  expect(waiting(tablet.rows)).toHaveLength(5);
  server.person = 'po-wang';
  await hour.page(tablet, 'po-wang', 70);
  expect(server.carriedOut.filter((key) => key !== keyOf(3))).toEqual([
    keyOf(1),
    ...photoKeys(2, 2),
    keyOf(2),
  ]);
  expect(server.carriedOut).toHaveLength(5);
  expect(server.bodiesDiffered).toEqual([]);
  expect(tablet.rows).toEqual([]);
  expect(tablet.photos.size).toBe(0);
});

test('T3 that a message was read is kept like any action, and a refusal of it is nothing to read', async () => {
  const tablet = new Tablet();
  const server = new Server(['lost', 'answerLost']);
  await tablet.press(server, 'seen', 1, 0);
  await tablet.drain(server);
  expect(server.carriedOut).toEqual([keyOf(1)]);
  server.refuses.add(keyOf(2));
  await tablet.press(server, 'seen', 2, 0);
  await tablet.drain(server);
  expect(tablet.rows).toEqual([]);
});

test('T2 a refusal stays to be read, and what was pressed after it is still sent', async () => {
  const tablet = new Tablet();
  const server = new Server([]);
  server.refuses.add(keyOf(1));
  await tablet.press(server, 'note', 1, 0);
  await tablet.press(server, 'note', 2, 0);
  const outbox = await tablet.drain(server);
  expect(server.carriedOut).toEqual([keyOf(2)]);
  expect(tablet.rows).toMatchObject([{ key: keyOf(1), answer: { kind: 'refused', reason: 'not_allowed' } }]);
  await outbox.dismiss(keyOf(1));
  expect(tablet.rows).toEqual([]);
});

test('T1 an SOS that the tablet’s full disk does not take goes out all the same, and where it can’t, the officer is told', async () => {
  const sos = (i: number) => ({
    personId: 'po-wang',
    key: keyOf(i),
    command: commandOf('sos', []),
    about: { incidentId: null, assignmentId: null, address: '' },
    pressedAtMs: startMs,
  });
  const server = new Server(['lost', 'proxy', 'answerLost']);
  expect(await sendUnkept(sos(1), server, quick(9))).toBe(true);
  expect(server.carriedOut).toEqual([keyOf(1)]);
  const gone = new Server(Array.from({ length: 50 }, () => 'lost' as const));
  expect(await sendUnkept(sos(2), gone, quick(99))).toBe(false);
});

test('T1 a photo that the server will never take does not take the words down with it', async () => {
  const tablet = new Tablet();
  const server = new Server([]);
  server.refuses.add(photoKeys(1, 2)[0]!);
  await tablet.press(server, 'note', 1, 2);
  await tablet.drain(server);
  expect(server.carriedOut).toEqual([photoKeys(1, 2)[1], keyOf(1)]);
  expect(server.bodies.get(keyOf(1))).toContain(`["${photoKeys(1, 2)[1]}"]`);
  expect(tablet.rows).toMatchObject([{ type: 'photo', answer: { kind: 'problem', code: 'photo_bad' } }]);
});

/** What goes wrong with one request. */
type Fault = 'none' | 'lost' | 'answerLost' | 'busy' | 'proxy' | 'signedOut' | 'restart';

/** A server that knows each key, as the real one does, and a line to it that has faults. */
class Server implements Wire {
  person = 'po-wang';
  photosPass = true;
  readonly refuses = new Set<string>();
  readonly carriedOut: string[] = [];
  readonly bodies = new Map<string, string>();
  readonly bodiesDiffered: string[] = [];
  #stop = new AbortController();

  constructor(private readonly faults: Fault[]) {}

  /** Aborts when the tablet's page is closed by the next `restart`. */
  open(): AbortController {
    this.#stop = new AbortController();
    return this.#stop;
  }

  who = async () => ({ personId: this.person });

  command = async (entry: CommandEntry): Promise<Posted> =>
    this.#pass<Posted>(() => {
      const body = JSON.stringify(wireBody(entry));
      const known = this.bodies.get(entry.key);
      if (known !== undefined && known !== body) this.bodiesDiffered.push(entry.key);
      if (known === undefined && entry.after !== null && !this.bodies.has(entry.after))
        return { kind: 'answered', answer: refusal(entry.key, 'predecessor_unanswered') };
      // As at the real server, a refusal like this one is not kept.
      if (this.refuses.has(entry.key)) return { kind: 'answered', answer: refusal(entry.key, 'not_allowed') };
      if (known === undefined) this.carriedOut.push(entry.key);
      this.bodies.set(entry.key, body);
      const ids = { incidentId: null, assignmentId: null };
      return { kind: 'answered', answer: { ok: true, key: entry.key, ...ids, atMs: startMs, late: false } };
    });

  photo = async (entry: { key: string }) =>
    this.#pass<Awaited<ReturnType<Wire['photo']>>>(() => {
      if (!this.photosPass) return { kind: 'unreachable' };
      const problem = { code: 'photo_bad', where: 'body', rule: 'a JPEG', todo: 'send a JPEG' };
      if (this.refuses.has(entry.key)) return { kind: 'problem', status: 400, problem };
      if (!this.bodies.has(entry.key)) this.carriedOut.push(entry.key);
      this.bodies.set(entry.key, 'photo');
      return { kind: 'stored' };
    });

  #pass<T>(serve: () => T): T | Exclude<Posted, { kind: 'answered' }> {
    const fault = this.faults.shift() ?? 'none';
    if (fault === 'lost') return { kind: 'unreachable' };
    if (fault === 'signedOut') return { kind: 'signedOut' };
    const problem = { code: 'busy', where: '', rule: '', todo: '' };
    if (fault === 'busy') return { kind: 'problem', status: 429, problem };
    if (fault === 'proxy') return { kind: 'problem', status: 502, problem };
    const served = serve();
    if (fault === 'restart') this.#stop.abort();
    return fault === 'answerLost' ? { kind: 'unreachable' } : served;
  }
}

/** An hour in which nothing gets through, by a clock that each pause of the outbox moves on. */
class HourCut implements Wire {
  minutes = 0;
  tries = 0;

  constructor(private readonly server: Server) {}

  who = async () => (this.#isCut() ? null : this.server.who());
  command: Wire['command'] = async (entry) =>
    this.#isCut() ? { kind: 'unreachable' } : this.server.command(entry);
  photo: Wire['photo'] = async (entry) =>
    this.#isCut() ? { kind: 'unreachable' } : this.server.photo(entry);

  /** One page of this person's, open until then and killed. */
  async page(tablet: Tablet, personId: string, untilMinutes: number): Promise<void> {
    const stop = new AbortController();
    const pause = async (ms: number) => {
      // Each lane pauses by itself, so that two together move the clock on by their mean.
      this.minutes += ms / lanes.length / 60_000;
      if (this.minutes >= untilMinutes) stop.abort();
      await Promise.resolve();
    };
    const outbox = new Outbox(personId, tablet, this, { random: () => 0.5, pause });
    outbox.subscribe(() => {
      if (waiting(outbox.state().entries).length === 0 && this.minutes >= 60)
        setTimeout(() => stop.abort(), 0);
    });
    await outbox.run(stop.signal);
    this.minutes = Math.max(this.minutes, untilMinutes);
  }

  #isCut(): boolean {
    this.tries += 1;
    return this.minutes < 60;
  }
}

/** A tablet's disk in memory: what is in it survives the page. */
class Tablet implements OutboxStore {
  rows: Entry[] = [];
  readonly photos = new Map<string, Photo>();

  load = async (personId: string) => this.rows.filter((entry) => entry.personId === personId);
  add: OutboxStore['add'] = async (pressed, photos) => {
    const mine = await this.load(pressed.personId);
    this.rows = [...this.rows, ...entriesOf(mine, pressed, nextSeqOf(mine))];
    for (const photo of photos) this.photos.set(photo.key, photo);
  };
  change = async (change: Change) => {
    this.rows = changed(this.rows, change);
    for (const entry of [...change.put, ...change.drop])
      if (entry.type === 'photo') this.photos.delete(entry.key);
  };
  photo = async (key: string) => this.photos.get(key) ?? null;

  /** Press a button; the page may be closed again before anything was sent. */
  async press(server: Server, kind: string, i: number, photoCount: number): Promise<void> {
    const outbox = new Outbox('po-wang', this, server, quick(0));
    const keys = kind === 'note' ? photoKeys(i, photoCount) : [];
    const about = { incidentId: 'i-1', assignmentId: null, address: '示意路 1 号' };
    const photos = keys.map((key) => ({ key, bytes: new ArrayBuffer(8) }));
    await outbox.take(
      { key: keyOf(i), command: commandOf(kind, keys), about, pressedAtMs: startMs + i },
      photos,
    );
  }

  /** Run one page after another until nothing waits, or until it was in vain `pausesMax` times. */
  async drain(server: Server, pausesMax = 200): Promise<Outbox> {
    for (let page = 0; ; page += 1) {
      const stop = server.open();
      const world = quick(pausesMax, () => stop.abort());
      const outbox = new Outbox('po-wang', this, server, world);
      outbox.subscribe(() => {
        if (waiting(outbox.state().entries).length === 0) stop.abort();
      });
      await outbox.run(stop.signal);
      if (waiting(this.rows).length === 0 || world.spent() || page > 100) return outbox;
    }
  }
}

function quick(
  pausesMax: number,
  spent: () => void = () => undefined,
): OutboxWorld & { spent: () => boolean } {
  let pauses = 0;
  return {
    random: () => 0.5,
    spent: () => pauses > pausesMax,
    pause: async () => {
      pauses += 1;
      if (pauses > pausesMax) spent();
      await Promise.resolve();
    },
  };
}

function stopSoon(): AbortSignal {
  const stop = new AbortController();
  void Promise.resolve().then(() => setTimeout(() => stop.abort(), 0));
  return stop.signal;
}

function commandOf(kind: string, photoIds: string[]): PatrolCommand {
  if (kind === 'sos') return { name: 'unit.sos', body: { unitId: 'unit-01', position: null } };
  if (kind === 'duty') return { name: 'unit.duty', body: { unitId: 'unit-01', onDuty: true } };
  if (kind === 'seen') {
    const about = { incidentId: 'i-1', assignmentId: 'a-1' };
    return { name: 'assignment.mark', body: { ...about, mark: 'seen', message: 0 } };
  }
  return { name: 'incident.note', body: { incidentId: 'i-1', text: '现场正常', photoIds } };
}

function refusal(key: string, reason: 'not_allowed' | 'predecessor_unanswered'): CommandAnswer {
  return { ok: false, key, reason, where: '', rule: '', present: null, holder: null, late: false };
}

function keyOf(i: number): string {
  return `command-${i}`;
}

function photoKeys(i: number, count: number): string[] {
  return Array.from({ length: count }, (_, n) => `photo-${i}-${n}`);
}
