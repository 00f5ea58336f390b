// A box's agent for tests, over a real connection: it is born, measures a camera it has not, and does what it is asked.
import type { Readings, SiteCommand } from '@haixi/proto/mqtt/messages';
import { siteTopic } from '@haixi/proto/mqtt/topics';
import { connectAsync, type MqttClient } from 'mqtt';
import type { FakeBox } from './hand-installer.fixture.js';

const epoch = 'f'.repeat(16);

export class FakeAgent {
  /** Every command it was given, in order. */
  readonly commands: SiteCommand[] = [];
  /** What its camera shows; changed by hand, told by `measure`. */
  camera = { codec: 'h264', kbps: 2_000, keyFrameEveryMs: 2_000, skewMs: 0 };
  /** Whether it still raises the test alarms it is asked for. */
  raises = true;
  private seq = 0;

  private constructor(
    private readonly box: FakeBox,
    private readonly siteId: string,
    private readonly nowMs: () => number,
    private readonly client: MqttClient,
  ) {}

  /** Connects by the box's key, and is born. */
  static async connect(box: FakeBox, siteId: string, nowMs: () => number): Promise<FakeAgent> {
    const client = await connectAsync(`${box.base.replace(/^http/, 'ws')}/mqtt`, {
      clientId: `site-${siteId}`,
      username: siteId,
      password: box.key,
      protocolVersion: 4,
      reconnectPeriod: 0,
    });
    const agent = new FakeAgent(box, siteId, nowMs, client);
    client.on('message', (_topic, payload) => {
      const command = JSON.parse(payload.toString('utf8')) as SiteCommand;
      agent.commands.push(command);
      void agent.carryOut(command);
    });
    await client.subscribeAsync(siteTopic('commands', siteId), { qos: 1 });
    await agent.tell('presence', {
      online: true,
      link: `link-${siteId}-1`,
      epoch,
      oldestHeld: 0,
      next: 0,
      contract: { min: 4, max: 4 },
      agent: 'fake agent 1',
      atMs: nowMs(),
    });
    return agent;
  }

  /** Tells its readings, with as many zones burnt in as it is told to. */
  async measure(): Promise<void> {
    const { body } = await this.box.config(this.siteId);
    const { codec, kbps, keyFrameEveryMs, skewMs } = this.camera;
    const readings: Readings = {
      v: 3,
      atMs: this.nowMs() + skewMs,
      held: 0,
      refused: 0,
      snapshotsHeld: 0,
      snapshotsLost: 0,
      load: null,
      cameras: body.cameras.map(({ sourceId, privacy }) => ({
        sourceId,
        state: 'ok',
        codec,
        width: 1_920,
        height: 1_080,
        fps: 25,
        kbps,
        keyFrameEveryMs,
        lastFrameAtMs: this.nowMs(),
        reconnects: 0,
        soundDb: null,
        armed: false,
        watched: false,
        fault: null,
        masking: privacy.length === 0 ? null : { zones: privacy.length, cpuPercent: 31 },
      })),
    };
    await this.tell('readings', readings);
  }

  async leave(): Promise<void> {
    await this.client.endAsync(true);
  }

  private async carryOut(command: SiteCommand): Promise<void> {
    const { base } = this.box;
    const headers = this.box.basic(this.siteId);
    if (command.kind === 'alarm.test' && this.raises) {
      const nowMs = this.nowMs();
      const { sourceId, id: test } = command;
      const body = { sourceId, kind: 'motion', occurredAtMs: nowMs, agentAtMs: nowMs, test };
      await this.tell('alarms', { v: 4, epoch, seq: this.seq++, kind: 'alarm', body });
    }
    if (command.kind === 'line.measure')
      await fetch(`${base}/api/sites/${this.siteId}/line-test/${command.ticket}`, {
        method: 'PUT',
        headers: { ...headers, 'content-type': 'application/octet-stream' },
        body: Buffer.alloc(256 * 1024),
      });
    if (command.kind === 'still.send')
      await fetch(
        `${base}/api/sites/${this.siteId}/cameras/${command.sourceId}/still?ticket=${command.ticket}&takenAtMs=${this.nowMs()}`,
        { method: 'PUT', headers: { ...headers, 'content-type': 'image/jpeg' }, body: smallJpeg() },
      );
  }

  private async tell(name: 'alarms' | 'presence' | 'readings', message: object): Promise<void> {
    const qos = name === 'readings' ? 0 : 1;
    await this.client.publishAsync(siteTopic(name, this.siteId), JSON.stringify(message), {
      qos,
      retain: name === 'presence',
    });
  }
}

/** Bytes that begin and end as a JPEG does. */
export function smallJpeg(text = 'a'): Buffer {
  return Buffer.concat([
    Buffer.from([0xff, 0xd8, 0xff, 0xe0]),
    Buffer.alloc(2_000, text),
    Buffer.from([0xff, 0xd9]),
  ]);
}
