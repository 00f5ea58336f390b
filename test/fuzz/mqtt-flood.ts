// The flood by MQTT: a site's own agent gone mad, with a right key, and strangers who throw bytes at the listener.
import { connect, type Socket } from 'node:net';
import { siteTopics, siteTopic, type SiteTopicName } from '@haixi/proto/mqtt/topics';
import type { Chance } from '../sim/engine/chance.js';
import { hostile } from './hostile-json.js';
import {
  connectPacket,
  pingAnswer,
  pingPacket,
  publishPacket,
  strangeBytes,
  subscribePacket,
} from './packets.js';

export interface MqttFlood {
  readonly port: number;
  readonly chance: Chance;
  /** Sites whose keys are in wrong hands. */
  readonly sites: readonly { readonly siteId: string; readonly key: string }[];
  readonly messages: number;
  /** Is told how many more were sent. */
  readonly sent: (more: number) => void;
}

/** So many go before the broker is asked whether it is still there: it has read them all when it answers. */
const burst = 200;
/** One in so many is raw bytes by a connection of its own. */
const rawShare = 0.02;
/** A broker that answers no ping for so long holds up its clients. */
const patienceMs = 20_000;

/** Sends them all. Throws where the broker does not answer any more. */
export async function floodByMqtt(flood: MqttFlood): Promise<void> {
  const share = Math.ceil(flood.messages / flood.sites.length);
  const runs = flood.sites.map((site, at) => {
    const messages = Math.max(0, Math.min(share, flood.messages - at * share));
    return floodAsSite({ ...flood, chance: flood.chance.fork(), messages }, site);
  });
  await Promise.all(runs);
}

async function floodAsSite(flood: MqttFlood, site: MqttFlood['sites'][number]): Promise<void> {
  const { chance, messages, sent } = flood;
  let left = messages;
  let line: Line | null = null;
  while (left > 0) {
    if (chance.chance(rawShare * burst)) {
      const count = Math.min(left, 1 + chance.int(8));
      await Promise.all(Array.from({ length: count }, () => throwBytes(flood)));
      left -= count;
      sent(count);
    }
    if (line === null || line.isClosed) line = await Line.open(flood.port, site);
    const count = Math.min(left, burst);
    await line.send(Buffer.concat(Array.from({ length: count }, () => hostilePublish(chance, site.siteId))));
    left -= count;
    sent(count);
    // Now and then it comes again.
    if (chance.chance(0.05)) line.close();
  }
  line?.close();
}

/** A publish that the packet rules allow; what it says, and where, is another matter. */
function hostilePublish(chance: Chance, siteId: string): Buffer {
  const name = chance.pick(Object.keys(siteTopics) as SiteTopicName[]);
  const topic = chance.chance(0.85) ? siteTopic(name, siteId) : chance.pick(strangeTopics)(siteId);
  const id = chance.chance(0.7) ? 1 + chance.int(65_535) : null;
  return publishPacket(topic, hostile(chance, goodMessage(chance, name)), id, chance.chance(0.1));
}

const strangeTopics: readonly ((siteId: string) => string)[] = [
  () => 'haixi/v1/sites/shop-01/alarms',
  () => 'haixi/v1/server/presence',
  () => '$SYS/broker',
  (siteId) => `haixi/v1/sites/${siteId}/alarms/`,
  (siteId) => `haixi/v1/sites/${siteId}/ALARMS`,
  () => 'haixi/v1/refused/shop-01',
  () => 'x'.repeat(2_000),
  () => '//',
  () => '海西/天网',
];

function goodMessage(chance: Chance, name: SiteTopicName): unknown {
  const atMs = 1_790_000_000_000 + chance.int(1_000_000);
  const epoch = 'fuzzfuzzfuzzfuzz';
  const seq = chance.int(100_000);
  if (name === 'alarms') {
    if (chance.chance(0.2)) return { v: 3, epoch, seq, kind: 'proof', body: { agentAtMs: atMs } };
    const body = { sourceId: 'button-1', kind: 'help', occurredAtMs: atMs, agentAtMs: atMs, note: 'n' };
    return { v: chance.int(5), epoch, seq, kind: 'alarm', body };
  }
  if (name === 'presence') {
    const contract = { min: 1, max: 3 };
    const birth = {
      online: true,
      link: 'fuzz-link',
      epoch,
      oldestHeld: 0,
      next: seq,
      contract,
      agent: 'fuzz',
      atMs,
    };
    return chance.chance(0.3) ? { online: false, link: 'fuzz-link' } : birth;
  }
  if (name === 'readings') {
    const snapshots = { snapshotsHeld: 0, snapshotsLost: 0 };
    return { v: 2, atMs, held: 0, refused: 0, ...snapshots, load: null, cameras: [] };
  }
  return { id: 'fuzz-reply', result: 'done', epoch, oldestHeld: 0, next: seq };
}

/** A connection that gets in by its key. */
class Line {
  isClosed = false;
  private answered: () => void = () => {};

  private constructor(private readonly socket: Socket) {
    socket.on('error', () => {});
    socket.on('close', () => {
      this.isClosed = true;
      this.answered();
    });
    socket.on('data', (bytes: Buffer) => {
      // An answer's payload may hold this byte too; then the next burst goes a little early.
      if (bytes.includes(pingAnswer)) this.answered();
    });
  }

  static async open(port: number, { siteId, key }: { siteId: string; key: string }): Promise<Line> {
    const socket = connect(port, '127.0.0.1');
    await new Promise<void>((done, fail) => socket.once('connect', done).once('error', fail));
    const line = new Line(socket);
    await line.send(connectPacket(`site-${siteId}`, siteId, key));
    return line;
  }

  /** Sends these and waits until the broker has read them, or has closed the connection. */
  send(bytes: Buffer): Promise<void> {
    return new Promise((done, fail) => {
      const late = setTimeout(
        () => fail(new Error(`the broker answered no ping within ${patienceMs} ms`)),
        patienceMs,
      );
      this.answered = () => {
        clearTimeout(late);
        done();
      };
      if (this.isClosed) return this.answered();
      this.socket.write(Buffer.concat([bytes, pingPacket]));
    });
  }

  close(): void {
    this.isClosed = true;
    this.socket.destroy();
  }
}

/** A stranger's connection: bytes, and gone. */
function throwBytes({ port, chance, sites }: MqttFlood): Promise<void> {
  const { siteId, key } = chance.pick(sites);
  const right = [
    connectPacket(`site-${siteId}`, siteId, chance.chance(0.3) ? key : 'a wrong key'),
    subscribePacket(chance.pick(['#', '+/+', 'haixi/v1/#', `haixi/v1/sites/${siteId}/answers`]), 1),
    publishPacket(`haixi/v1/sites/${siteId}/alarms`, hostile(chance, {}), 7),
  ];
  const bytes = strangeBytes(chance, right);
  const staysMs = chance.int(40);
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(bytes);
      setTimeout(() => socket.destroy(), staysMs);
    });
    socket.on('error', () => {});
    socket.on('close', () => done());
  });
}
