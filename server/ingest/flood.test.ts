// One site that floods, on a real store: whatever it sends, another site's alarm is in the next batch (D6, D7).
import type { Answer } from '@haixi/proto/mqtt/messages';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { freshStore, type FreshStore, TestWorld } from '../store/fresh.store.js';
import { Ingest } from './ingest.service.js';
import { readQuarantine } from './quarantine.store.js';
import { type Receiver, SiteLink } from './site-link.js';

const epoch = 'e'.repeat(16);
const within = { timeout: 60_000 };

/** What the sites publish, handed to the server, and its answers in the order in which they leave. */
class Wire extends SiteLink {
  readonly standsSinceMs = 0;
  readonly sent: { siteId: string; answer: Answer }[] = [];
  private readonly receivers = new Map<string, Receiver>();
  on(name: string, receiver: Receiver): void {
    this.receivers.set(name, receiver);
  }
  send(_name: string, siteId: string, message: unknown): void {
    this.sent.push({ siteId, answer: message as Answer });
  }
  publish(name: 'alarms' | 'presence', siteId: string, message: unknown): void {
    const text = typeof message === 'string' ? message : JSON.stringify(message);
    this.receivers.get(name)!(siteId, 't', Buffer.from(text));
  }
  get answeredEntries(): { siteId: string; seq: number | null }[] {
    return this.sent.flatMap(({ siteId, answer }) =>
      [...answer.stored, ...answer.refused.map(({ seq }) => seq)].map((seq) => ({ siteId, seq })),
    );
  }
}

let store: FreshStore;
let wire: Wire;

beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store?.stop());
beforeEach(async () => {
  await store.empty();
  wire = new Wire();
  const ingest = new Ingest(store.db, new TestWorld(), wire);
  return () => ingest.beforeApplicationShutdown();
});

const alarm = (seq: number, kind: string) => {
  const body = { sourceId: 'button-1', kind, occurredAtMs: 1, agentAtMs: 1 };
  return { v: 3, epoch, seq, kind: 'alarm', body };
};
const birth = (next: number) => ({
  online: true,
  link: 'link-0001',
  epoch,
  oldestHeld: 0,
  next,
  contract: { min: 3, max: 3 },
  agent: 'test',
  atMs: 1,
});
/** So many messages were answered before the first answer to this site. */
const answeredBefore = (siteId: string) =>
  wire.answeredEntries.findIndex((answered) => answered.siteId === siteId);
/** The batch that is being stored when an alarm comes, and those that go with it. */
const twoBatches = 1_000;

test.each([
  ['20,000 malformed messages', () => '{"v":1'],
  ['20,000 malformed entries', (seq: number) => alarm(seq, 'nonsense')],
])('D6 %s of one site do not hold up a panic of another', async (_what, message) => {
  for (let seq = 0; seq < 20_000; seq += 1) wire.publish('alarms', 'shop-01', message(seq));
  wire.publish('alarms', 'shop-02', alarm(1, 'panic'));
  await expect.poll(() => answeredBefore('shop-02'), within).not.toBe(-1);
  expect(answeredBefore('shop-02')).toBeLessThanOrEqual(twoBatches);
  await expect.poll(() => wire.answeredEntries.length, within).toBe(20_001);
  const { counts, latest } = await readQuarantine(store.db, 'everything');
  expect(Object.values(counts).reduce((sum, times) => sum + times, 0)).toBe(20_000);
  expect(latest.length).toBeLessThanOrEqual(60);
});

test('D7 a backlog of one site holds up neither the live alarms nor the backlog of others', async () => {
  wire.publish('presence', 'shop-01', birth(6_000));
  wire.publish('presence', 'shop-02', birth(5));
  wire.publish('presence', 'road-01', birth(5));
  for (let seq = 0; seq < 6_000; seq += 1) wire.publish('alarms', 'shop-01', alarm(seq, 'help'));
  wire.publish('alarms', 'shop-02', alarm(5, 'help'));
  wire.publish('alarms', 'road-01', {
    ...alarm(4, 'motion'),
    body: { ...alarm(4, 'motion').body, sourceId: 'camera-1' },
  });
  await expect.poll(() => answeredBefore('shop-02'), within).not.toBe(-1);
  await expect.poll(() => answeredBefore('road-01'), within).not.toBe(-1);
  expect(answeredBefore('shop-02')).toBeLessThanOrEqual(twoBatches);
  expect(answeredBefore('road-01')).toBeLessThanOrEqual(twoBatches);
  expect(answeredBefore('shop-02')).toBeLessThan(answeredBefore('road-01'));
});
