// The link over a real broker: held entries go out, are answered or refused, and outlive every kind of break.
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bodySchemas } from '@haixi/proto/mqtt/messages';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { nodeDisk } from '../outbox/node-disk.store.js';
import { OutboxStore } from '../outbox/outbox.store.js';
import { FakeServer } from '../testing/fake-server.js';
import { quickClock } from '../testing/quick-clock.js';
import { SimDisk } from '../testing/sim-disk.js';
import { Connection } from './connection.service.js';
import { Link } from './link.service.js';
import { type Speech, speech } from './speech.js';

const siteId = 'shop-01';
const key = 'a-key';
const endings: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});

async function serve(port = 0): Promise<FakeServer> {
  const server = await FakeServer.start({ [siteId]: key }, port);
  endings.push(() => server.stop());
  return server;
}

interface Setting {
  spoken?: Speech;
  withKey?: string;
  agent?: string;
  /** A folder of the real disk; without one the disk is simulated. */
  folder?: string;
}

async function connect(url: string, { spoken = speech, withKey = key, agent = 'test', ...at }: Setting = {}) {
  const said: string[] = [];
  const say = (event: string) => void said.push(event);
  const clock = quickClock(20);
  const outbox = await OutboxStore.open({
    disk: at.folder === undefined ? new SimDisk().boot() : nodeDisk,
    folder: at.folder ?? '/data',
    clock,
    newEpoch: () => randomBytes(8).toString('hex'),
    rewriteOverBytes: 100_000,
    say,
  });
  const link = new Link({
    outbox,
    clock,
    random: () => 0.5,
    say,
    server: url,
    siteId,
    key: withKey,
    agent,
    speech: spoken,
    newLink: () => randomUUID(),
    newConnection: (parts) => new Connection(parts),
    opened: () => {},
    stored: () => {},
    refused: () => {},
    obey: (command) =>
      Promise.resolve(
        'sourceId' in command && command.sourceId === 'camera-1' ? 'no_picture' : 'unknown_source',
      ),
  });
  const running = link.run();
  endings.push(async () => {
    await link.stop();
    await running;
  });
  const press = async (name: string, urgent = false, v = 1) => {
    const body = { sourceId: 'button-1', kind: 'help', occurredAtMs: 1, agentAtMs: 1, note: name };
    const appended = await outbox.append({ v, kind: 'alarm', body, urgent });
    if (!appended.ok) throw new Error(appended.detail);
    return appended.seq;
  };
  return { outbox, link, press, said };
}

async function until(what: () => boolean): Promise<void> {
  await vi.waitFor(
    () => {
      if (!what()) throw new Error(`not yet: ${what.toString()}`);
    },
    { timeout: 10_000, interval: 10 },
  );
}

async function realFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'haixi-link-'));
  endings.unshift(() => rm(folder, { recursive: true }));
  return folder;
}

/** The numbers in the order of their first arrival; on a busy machine the quick clock lets some come again. */
function firstTimes(server: FakeServer): number[] {
  return [...new Set(server.entries.map((entry) => entry.seq))];
}

describe('the link', () => {
  it('D2 an entry leaves when the server has answered, and not by a PUBACK', async () => {
    const server = await serve();
    server.rule = () => 'silence';
    await server.tellPresence(true);
    const { outbox, press } = await connect(server.url);
    const seq = await press('a');
    // It is sent again and again: each time the broker has acknowledged it and the server has not.
    await until(() => server.entries.length >= 3);
    expect(outbox.depth.held).toBe(1);
    expect(firstTimes(server)).toEqual([seq]);
    server.rule = () => 'store';
    await until(() => outbox.depth.held === 0);
    expect(server.faults).toEqual([]);
  });

  it('D2 nothing is sent before a server says that it is there, and nothing while it is away', async () => {
    const server = await serve();
    const { outbox, press, link } = await connect(server.url);
    await press('early');
    await until(() => link.state.state === 'server_away');
    expect(server.entries).toEqual([]);
    await server.tellPresence(true);
    await until(() => outbox.depth.held === 0);
    await server.tellPresence(false);
    await until(() => link.state.state === 'server_away');
    await press('while away');
    await server.tellPresence(true);
    await until(() => outbox.depth.held === 0);
    expect(firstTimes(server)).toEqual([0, 1]);
  });

  it('D2 what was held while the server was gone goes out when it is back, panics first', async () => {
    const before = await serve();
    await before.tellPresence(true);
    const { outbox, press, link } = await connect(before.url);
    await until(() => link.state.state === 'open');
    await before.stop();
    await until(() => link.state.state === 'connecting');
    for (const name of ['a', 'b', 'c']) await press(name);
    const panic = await press('panic', true);
    const after = await serve(before.port);
    await after.tellPresence(true);
    await until(() => outbox.depth.held === 0);
    expect(firstTimes(after)).toEqual([panic, 0, 1, 2]);
  });

  it('D6 a refused entry is kept apart, and what comes behind it goes on', async () => {
    const server = await serve();
    server.rule = ({ seq }) => (seq === 0 ? 'refuse' : 'store');
    await server.tellPresence(true);
    const { outbox, press, said } = await connect(server.url);
    await press('strange');
    await press('good');
    await until(() => outbox.depth.held === 0);
    expect(outbox.depth.latestRefused).toMatchObject([
      { reason: 'unknown_source', detail: 'body.sourceId: no such source', envelope: { seq: 0 } },
    ]);
    expect(said).toContain('entry_refused');
  });

  it('D6 six entries refused in two answers are all on the disk', async () => {
    const server = await serve();
    server.rule = () => 'silence';
    await server.tellPresence(true);
    const folder = await realFolder();
    const { outbox, press } = await connect(server.url, { folder });
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) await press(name);
    const { epoch } = outbox;
    const refuse = (seq: number) => ({ seq, reason: 'bad_body' as const, detail: 'a test' });
    await Promise.all([
      server.answer(siteId, { epoch, stored: [], refused: [0, 1, 2].map(refuse) }),
      server.answer(siteId, { epoch, stored: [], refused: [3, 4, 5].map(refuse) }),
    ]);
    await until(() => outbox.depth.held === 0);
    const kept = (await readFile(join(folder, 'refused.log'), 'utf8')).trimEnd().split('\n');
    const notes = kept.map((record) => /"note":"(.)"/.exec(record)?.[1]);
    expect(notes.toSorted()).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });

  it('D7 a panic that can not be read holds up neither its lane nor what comes behind', async () => {
    const server = await serve();
    const folder = await realFolder();
    const { outbox, press, said } = await connect(server.url, { folder });
    await press('flipped', true);
    const panic = await press('panic', true);
    const help = await press('help');
    const file = join(folder, 'outbox.log');
    const bytes = await readFile(file);
    bytes[bytes.indexOf('{"entry"')] = 0x21;
    await writeFile(file, bytes);
    await server.tellPresence(true);
    await until(() => outbox.depth.held === 0);
    expect(firstTimes(server)).toEqual([panic, help]);
    expect(outbox.depth.unreadable).toBe(1);
    expect(said.filter((event) => event === 'entry_unreadable')).toHaveLength(1);
    expect(await readFile(join(folder, 'damaged.bin'), 'utf8')).toContain('"note":"flipped"');
  });

  it('D4 an answer that speaks of another epoch takes nothing out', async () => {
    const server = await serve();
    server.rule = () => 'silence';
    await server.tellPresence(true);
    const { outbox, press } = await connect(server.url);
    const seq = await press('a');
    await until(() => server.entries.length > 0);
    await server.answer(siteId, { epoch: 'z'.repeat(16), stored: [seq], refused: [] });
    await until(() => server.entries.length > 2);
    expect(outbox.depth.held).toBe(1);
  });

  it('D5 asked to send again, it does so and tells what it holds', async () => {
    const server = await serve();
    await server.tellPresence(true);
    const { outbox, press } = await connect(server.url);
    await press('a');
    await until(() => outbox.depth.held === 0);
    server.rule = () => 'silence';
    const seq = await press('b');
    await until(() => server.entries.some((entry) => entry.seq === seq));
    const { epoch } = outbox;
    await server.command(siteId, { id: 'command-1', kind: 'resend', epoch, fromSeq: 1 });
    await server.command(siteId, { id: 'command-2', kind: 'resend', epoch: 'z'.repeat(16), fromSeq: 1 });
    await server.publish(`haixi/v1/sites/${siteId}/commands`, { id: 'command-3', kind: 'dance' }, false);
    await until(() => server.replies.length === 3);
    const holds = { epoch, oldestHeld: 1, next: 2 };
    expect(server.replies).toEqual([
      { id: 'command-1', result: 'done', ...holds },
      { id: 'command-2', result: 'other_epoch', ...holds },
      { id: 'command-3', result: 'not_understood', ...holds },
    ]);
  });

  it('D6 asked for a camera, it replies what became of it, and to a kind it does not know that it did not understand', async () => {
    const server = await serve();
    await server.tellPresence(true);
    const { link } = await connect(server.url);
    await until(() => link.state.state === 'open');
    const topic = `haixi/v1/sites/${siteId}/commands`;
    const asked = { kind: 'stream.start' as const, ticket: 'a-ticket' };
    await server.command(siteId, { id: 'command-1', sourceId: 'camera-1', ...asked });
    await server.command(siteId, { id: 'command-2', sourceId: 'camera-9', ...asked });
    await server.publish(topic, { id: 'command-3', kind: 'camera.turn', sourceId: 'camera-1' }, false);
    await server.publish(topic, { id: 'command-4', kind: 'stream.start', sourceId: 'camera-1' }, false);
    await until(() => server.replies.length === 4);
    expect(server.replies.map(({ id, result }) => [id, result]).toSorted()).toEqual([
      ['command-1', 'no_picture'],
      ['command-2', 'unknown_source'],
      ['command-3', 'not_understood'],
      ['command-4', 'not_understood'],
    ]);
  });

  it('P1 birth and will carry one number, and each connection has its own', async () => {
    const server = await serve();
    await server.tellPresence(true);
    const { link, outbox } = await connect(server.url);
    await until(() => link.state.state === 'open');
    const { epoch, oldestHeld, next } = outbox;
    expect(server.presences[0]).toMatchObject({
      online: true,
      epoch,
      oldestHeld,
      next,
      contract: speech.range,
    });
    server.cut();
    await until(() => server.presences.filter(({ online }) => !online).length === 1);
    await until(() => new Set(server.presences.map((presence) => presence.link)).size === 2);
    const will = server.presences.find(({ online }) => !online);
    expect(will?.link).toBe(server.presences[0]?.link);
  });

  it('P1 a birth is understood whatever the agent calls itself', async () => {
    const server = await serve();
    await server.tellPresence(true);
    await connect(server.url, { agent: `an\tagent\u0000 \ud800${'🏮'.repeat(60)}` });
    await until(() => server.presences.length > 0);
    expect(server.faults).toEqual([]);
    expect(server.presences[0]).toMatchObject({ agent: `an agent \ufffd${'🏮'.repeat(27)}` });
  });

  it('P2 a clean end is told, for the broker keeps the will to itself', async () => {
    const server = await serve();
    await server.tellPresence(true);
    const { link } = await connect(server.url);
    await until(() => link.state.state === 'open');
    await link.stop();
    await until(() => server.presences.at(-1)?.online === false);
    expect(server.presences.at(-1)?.link).toBe(server.presences[0]?.link);
  });

  it('D6 an agent that is too old or too new holds its entries and says so once', async () => {
    const server = await serve();
    const later = { min: speech.range.max + 1, max: speech.range.max + 2 };
    await server.tellPresence(true, later);
    const { link, outbox, press, said } = await connect(server.url);
    await press('a');
    await until(() => link.state.state === 'agent_too_old');
    expect(link.state.detail).toContain('update the agent');
    await server.tellPresence(true, later);
    server.cut();
    await until(() => server.presences.length >= 3);
    expect(said.filter((event) => event === 'link_agent_too_old').length).toBeLessThanOrEqual(2);
    expect(server.entries).toEqual([]);
    await server.tellPresence(true);
    await until(() => outbox.depth.held === 0);
  });

  it('D6 a server of the contract before gets nothing while entries are held, and is named as the end to update', async () => {
    const server = await serve();
    await server.tellPresence(true, { min: 1, max: 1 });
    const { link, outbox, press } = await connect(server.url);
    await press('a');
    await until(() => link.state.state === 'agent_too_new');
    expect(link.state.detail).toContain('update the server');
    link.tell(() => {
      throw new Error('nobody is there to take readings');
    });
    expect([server.entries, server.readings, outbox.depth.held]).toEqual([[], [], 1]);
    await server.tellPresence(true);
    await until(() => outbox.depth.held === 0);
  });

  it.each([1, 2, 3])(
    'D6 an entry that an earlier release kept in version %i is sent in version 4, word for word',
    async (v) => {
      const server = await serve();
      await server.tellPresence(true);
      const { outbox, press } = await connect(server.url);
      await press('a', false, v);
      await until(() => outbox.depth.held === 0);
      const { v: sentIn, seq, kind, body } = server.entries[0] ?? {};
      expect([sentIn, seq, kind]).toEqual([4, 0, 'alarm']);
      expect(bodySchemas[4]?.['alarm']?.parse(body)).toMatchObject({ sourceId: 'button-1', note: 'a' });
    },
  );

  it('D2 a key that is refused is told and tried again', async () => {
    const server = await serve();
    await server.tellPresence(true);
    const { link, said } = await connect(server.url, { withKey: 'wrong' });
    await until(() => link.state.state === 'key_refused');
    expect(said).toContain('link_key_refused');
    expect(link.state.detail).not.toContain('wrong');
  });

  it.each(['key_revoked', 'retired'] as const)(
    'N3 sent away because it is %s, it says so, keeps what it holds, and asks again after ten minutes',
    async (reason) => {
      const server = await serve();
      server.rule = () => 'silence';
      await server.tellPresence(true);
      const { link, press, outbox, said } = await connect(server.url);
      await press('a');
      await until(() => server.entries.length > 0);
      await server.command(siteId, { id: 'command-1', kind: 'goodbye', reason });
      await until(() => link.state.state === 'dismissed');
      expect(link.state.detail).toContain('what is held stays held');
      expect(said).toContain('link_dismissed');
      await until(() => server.presences.at(-1)?.online === false);
      const births = () => server.presences.filter(({ online }) => online).length;
      const before = births();
      // Twenty times as fast as the clock on the wall: this is a minute.
      await new Promise((done) => setTimeout(done, 3_000));
      expect(births()).toBe(before);
      expect(outbox.depth.held).toBe(1);
      server.rule = () => 'store';
      // Somebody presses the panic button: that is worth a try at once.
      await until(() => {
        link.hurry();
        return outbox.depth.held === 0;
      });
      expect(link.state.state).toBe('open');
    },
  );

  it('D2 two thousand entries of a backlog all arrive', async () => {
    const server = await serve();
    const { outbox, press } = await connect(server.url);
    for (let batch = 0; batch < 20; batch += 1) {
      await Promise.all(Array.from({ length: 100 }, (_, index) => press(`${batch} ${index}`)));
    }
    await server.tellPresence(true);
    await until(() => outbox.depth.held === 0);
    expect(firstTimes(server)).toHaveLength(2_000);
  }, 30_000);
});
