// A box of another maker in the demo, on a connection of its own: it comes, presses, says what nobody reads, loses a number, goes.
import { randomBytes } from 'node:crypto';
import { siteTopic } from '@haixi/proto/mqtt/topics';
import { connectAsync, type MqttClient } from 'mqtt';
import type { BoxDoes } from '../../demo/story.js';

/** Of this version no proof of life is awaited. */
const version = 2;

export class Box {
  private client: MqttClient | null = null;
  private epoch = '';
  private seq = -1;
  private link = '';

  constructor(
    private readonly parts: { readonly url: string; readonly siteId: string; readonly key: string },
  ) {}

  /** Never throws: a box that is away does nothing. */
  async does(what: BoxDoes, fillsGap: boolean): Promise<void> {
    try {
      if (what === 'comes' || (what !== 'goes' && !this.client?.connected)) await this.comes();
      if (what === 'comes') return;
      if (what === 'presses') await this.press((this.seq += 1));
      else if (what === 'babbles') await this.send((this.seq += 1), { temperature: 41, firmware: '2.1' });
      else if (what === 'loses') await this.press((this.seq += 2));
      else if (what === 'goes') this.stop();
      else if (this.seq < 1) return;
      else if (fillsGap) await this.press(this.seq - 1);
      else await this.tellBirth(this.seq);
    } catch {
      // The next of its doings finds a server again.
    }
  }

  /** Without a word, as when the power goes: the broker tells its will. */
  stop(): void {
    this.client?.stream.destroy();
    void this.client?.endAsync(true);
    this.client = null;
  }

  private async comes(): Promise<void> {
    this.stop();
    const { url, siteId, key } = this.parts;
    const link = randomBytes(8).toString('hex');
    this.epoch = randomBytes(8).toString('hex');
    // Numbers begin with 0.
    this.seq = -1;
    const will = JSON.stringify({ online: false, link });
    this.client = await connectAsync(`${url.replace('http', 'ws')}/mqtt`, {
      protocolVersion: 4,
      clientId: `site-${siteId}`,
      username: siteId,
      password: key,
      clean: true,
      reconnectPeriod: 0,
      will: { topic: siteTopic('presence', siteId), payload: Buffer.from(will), qos: 1, retain: true },
    });
    this.client.on('error', () => {});
    this.link = link;
    await this.tellBirth(0);
  }

  private async tellBirth(oldestHeld: number): Promise<void> {
    const contract = { min: 1, max: version };
    const { link, epoch, seq } = this;
    const birth = {
      online: true,
      link,
      epoch,
      oldestHeld,
      next: seq + 1,
      contract,
      agent: 'demo-box',
      atMs: Date.now(),
    };
    const topic = siteTopic('presence', this.parts.siteId);
    await this.client?.publishAsync(topic, JSON.stringify(birth), { qos: 1, retain: true });
  }

  private press(seq: number): Promise<void> {
    const nowMs = Date.now();
    return this.send(seq, { sourceId: 'button-1', kind: 'help', occurredAtMs: nowMs, agentAtMs: nowMs });
  }

  private async send(seq: number, body: object): Promise<void> {
    const entry = { v: version, epoch: this.epoch, seq, kind: 'alarm', body };
    const topic = siteTopic('alarms', this.parts.siteId);
    await this.client?.publishAsync(topic, JSON.stringify(entry), { qos: 1 });
  }
}
