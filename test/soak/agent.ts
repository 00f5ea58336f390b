// One site's agent of the soak, as the server meets it: it comes and goes, proves itself, measures, reports, and answers.
import type { DemoSite } from '@haixi/server/demo/site';
import type { CameraRef } from '@haixi/server/media/tickets';
import { agentContract } from '@haixi/proto/mqtt/contract';
import {
  type Answer,
  answerSchema,
  type SiteCommand,
  siteCommandSchema,
  type SiteReply,
} from '@haixi/proto/mqtt/messages';
import { siteAlarmKinds, type SiteAlarmKind } from '@haixi/proto/vocabulary';
import type { Centre } from './centre';

/** What a button and what a camera can report. */
const buttonKinds: readonly SiteAlarmKind[] = ['panic', 'help'];
const cameraKinds = siteAlarmKinds.filter((kind) => !buttonKinds.includes(kind));

const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4, 5, 6, 7, 8, 0xff, 0xd9]);

/** How a camera's picture can be: mostly well, or with a fault that the server makes a trouble of. */
const pictures = [
  {},
  {},
  {},
  { state: 'covered' },
  { state: 'lost', fps: 0, fault: 'the camera does not answer' },
  { fps: 1.5 },
  { kbps: 12 },
] as const;

export class SoakAgent {
  private online = false;
  private link = '';
  private epoch = '';
  private next = 0;
  private reconnects = 0;
  private readonly pictures = new Map<string, object>();
  /** Entries that have not been answered, by number. */
  private readonly held = new Map<number, { kind: string; body: unknown }>();

  constructor(
    readonly place: DemoSite,
    private readonly centre: Centre,
  ) {
    this.newOutbox();
  }

  get isOnline(): boolean {
    return this.online;
  }

  comes(): void {
    const { chance } = this.centre.world;
    this.online = true;
    this.link = this.name();
    this.centre.link.agents.set(this.siteId, (name, message) => {
      if (name === 'answers') this.answered(answerSchema.parse(message));
      else this.obey(siteCommandSchema.parse(message));
    });
    this.tellBirth();
    for (const seq of this.held.keys()) this.send(seq);
    if (chance.chance(0.1)) for (const seq of this.held.keys()) this.send(seq);
  }

  /** Its line breaks; the broker tells its will, or nothing but silence does. */
  goes(tellsWill: boolean): void {
    this.online = false;
    this.centre.link.agents.delete(this.siteId);
    if (tellsWill) this.arrive('presence', { online: false, link: this.link });
  }

  /** Its disk is exchanged: what was held there is gone, and a new outbox begins. */
  newOutbox(): void {
    this.epoch = this.name();
    this.next = 0;
    this.held.clear();
  }

  /** A number that never arrives, as after a torn write: the next birth tells that it can't. */
  loseOne(): void {
    this.next += 1;
  }

  prove(): void {
    this.append('proof', { agentAtMs: this.centre.world.nowMs() });
  }

  /** One of its sources reports something. */
  report(): void {
    const { chance } = this.centre.world;
    const { sourceId, type } = chance.pick(this.place.sources);
    const nowMs = this.centre.world.nowMs();
    const kind = chance.pick(type === 'button' ? buttonKinds : cameraKinds);
    this.append('alarm', { sourceId, kind, occurredAtMs: nowMs, agentAtMs: nowMs });
  }

  measure(): void {
    const { world } = this.centre;
    const cameras = this.place.sources.filter(({ type }) => type === 'camera');
    this.arrive('readings', {
      v: 2,
      atMs: world.nowMs(),
      held: this.held.size,
      refused: 0,
      snapshotsHeld: 0,
      snapshotsLost: 0,
      load: { cpuPercent: world.chance.int(90), memoryMb: 400, machineMemoryMb: 4_000 },
      cameras: cameras.map(({ sourceId }) => ({
        sourceId,
        state: 'ok',
        codec: 'h264',
        width: 640,
        height: 360,
        fps: 25,
        kbps: 800,
        keyFrameEveryMs: 2_000,
        lastFrameAtMs: world.nowMs(),
        reconnects: (this.reconnects += world.chance.chance(0.05) ? 1 : 0),
        soundDb: -40,
        armed: true,
        watched: false,
        fault: null,
        ...this.pictureOf(sourceId),
      })),
    });
  }

  /** What is wrong with a camera lasts for a while. */
  private pictureOf(sourceId: string): object {
    const { chance } = this.centre.world;
    const picture = this.pictures.get(sourceId);
    if (picture && chance.chance(0.9)) return picture;
    const next = chance.pick(pictures);
    this.pictures.set(sourceId, next);
    return next;
  }

  /** What nobody understands, under this site's name. */
  babble(): void {
    const { chance } = this.centre.world;
    const envelope = { v: 3, epoch: this.epoch, seq: this.next, kind: 'alarm', body: {} };
    this.centre.link.arriveRaw(
      chance.pick(['alarms', 'readings', 'presence', 'replies'] as const),
      chance.pick([this.siteId, 'nobody']),
      chance.pick([
        Buffer.from(chance.bytes(chance.int(2_000))),
        Buffer.from('{"v":3}'),
        Buffer.from(JSON.stringify({ ...envelope, epoch: this.name(), body: { faceId: 1 } })),
        Buffer.from(JSON.stringify({ ...envelope, epoch: this.name(), v: 99 })),
      ]),
    );
  }

  private append(kind: string, body: unknown): void {
    const seq = this.next;
    this.next += 1;
    this.held.set(seq, { kind, body });
    if (this.online) this.send(seq);
  }

  private send(seq: number): void {
    const entry = this.held.get(seq);
    if (entry) this.arrive('alarms', { v: agentContract.max, epoch: this.epoch, seq, ...entry });
  }

  private answered({ epoch, stored, refused }: Answer): void {
    if (epoch !== this.epoch) return;
    for (const seq of [...stored, ...refused.map((one) => one.seq)]) if (seq !== null) this.held.delete(seq);
  }

  private obey(command: SiteCommand): void {
    const { streams, stills, media, world } = this.centre;
    if (command.kind === 'resend') {
      for (const seq of this.held.keys()) if (seq >= command.fromSeq) this.send(seq);
      return this.reply(command.id, command.epoch === this.epoch ? 'done' : 'other_epoch');
    }
    if (command.kind !== 'stream.start' && command.kind !== 'stream.stop' && command.kind !== 'still.send')
      return this.reply(command.id, 'not_understood');
    const ref: CameraRef = { siteId: this.siteId, sourceId: command.sourceId };
    if (command.kind === 'stream.stop') return this.reply(command.id, 'done');
    const isIll = world.chance.chance(0.2);
    if (isIll) return this.reply(command.id, world.chance.pick(['no_picture', 'codec_not_sent', 'busy']));
    this.reply(command.id, 'done');
    if (command.kind === 'still.send') {
      if (stills.mayBring(ref, command.ticket)) stills.bring(ref, { jpeg, takenAtMs: world.nowMs() });
    } else if (streams.mayPublish(ref, command.ticket)) streams.publish(ref, media.arrival);
  }

  private reply(id: string, result: SiteReply['result']): void {
    this.arrive('replies', { id, result, ...this.outbox() });
  }

  private tellBirth(): void {
    const { world } = this.centre;
    const rest = { contract: agentContract, agent: 'soak', atMs: world.nowMs() };
    this.arrive('presence', { online: true, link: this.link, ...this.outbox(), ...rest });
  }

  private outbox(): { epoch: string; oldestHeld: number; next: number } {
    return { epoch: this.epoch, oldestHeld: Math.min(...this.held.keys(), this.next), next: this.next };
  }

  private arrive(name: 'alarms' | 'readings' | 'presence' | 'replies', message: unknown): void {
    this.centre.link.arrive(name, this.siteId, message);
  }

  private get siteId(): string {
    return this.place.siteId;
  }

  private name(): string {
    return Buffer.from(this.centre.world.random(12)).toString('hex');
  }
}
