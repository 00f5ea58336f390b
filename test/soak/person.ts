// One person of the soak: comes on shift by a sign-in link, has a screen, sends commands, looks at cameras, and leaves.
import type { Caller } from '@haixi/server/accounts/caller';
import { createSignInLink, useSignInLink } from '@haixi/server/accounts/links.store';
import { callerOf, endSession, startSession } from '@haixi/server/accounts/sessions.store';
import type { CommandName } from '@haixi/proto/commands/commands';
import { liveProtocol } from '@haixi/proto/live/frames';
import type { Centre } from './centre';
import { SoakSocket } from './soak-rooms';

export class SoakPerson {
  /** How many commands were carried out, and how many were refused. */
  done = 0;
  refused = 0;
  private token: string | null = null;
  private socket: SoakSocket | null = null;

  constructor(
    readonly personId: string,
    private readonly centre: Centre,
  ) {}

  get isOnShift(): boolean {
    return this.token !== null;
  }

  async comes(): Promise<void> {
    const { db, world } = this.centre;
    const random = (count: number) => world.random(count);
    const link = await createSignInLink(db, this.personId, world.nowMs(), random);
    const personId = await useSignInLink(db, link, world.nowMs());
    if (personId === null) throw new Error('a fresh link did not sign its person in');
    this.token = await startSession(db, personId, world.nowMs(), random);
    await this.reload();
  }

  /** The page is loaded anew: its connection breaks, and another one comes. */
  async reload(): Promise<void> {
    this.socket?.cut();
    this.socket = null;
    if (this.token === null) return;
    const socket = new SoakSocket(this.centre.screens, this.centre.rooms);
    if (!(await socket.enter(this.token))) return;
    this.socket = socket;
    socket.say('watch', { protocol: liveProtocol, vector: {} });
  }

  /** The page says what no page says, and is let go. */
  async babble(): Promise<void> {
    this.socket?.say('everything', { please: true });
    await this.reload();
  }

  /** Some sign out; others just close the lid, and their session ends by itself. */
  async goes(signsOut: boolean): Promise<void> {
    if (this.token !== null && signsOut) await endSession(this.centre.db, this.token);
    this.token = null;
    this.socket?.cut();
    this.socket = null;
  }

  /** Sends a command; now and then it comes twice, as after a broken line. */
  async tell(name: CommandName, body: object): Promise<void> {
    const caller = await this.caller();
    if (!caller) return;
    const { commands, world } = this.centre;
    const whole = {
      key: Buffer.from(world.random(12)).toString('hex'),
      occurredAtMs: world.nowMs(),
      ...body,
    };
    for (let times = world.chance.chance(0.05) ? 2 : 1; times > 0; times -= 1) {
      const answer = await commands.execute(caller, name, whole);
      if (answer.ok) this.done += 1;
      else this.refused += 1;
    }
  }

  /** Looks at a camera: by video until the connection ends, or by one still. */
  async look(siteId: string, sourceId: string, as: 'video' | 'stills'): Promise<void> {
    const caller = await this.caller();
    if (!caller || this.token === null) return;
    const { views, media } = this.centre;
    const asked = {
      siteId,
      sourceId,
      as,
      purpose: 'check',
      incidentId: null,
      roundId: null,
      reason: 'x',
    } as const;
    const opened = await views.open(caller, asked);
    if (!opened.ok) return;
    const { viewId } = opened.granted;
    const viewer = { personId: this.personId, sessionId: caller.sessionId ?? '' };
    if (as === 'video') await views.watch(viewId, viewer, media.arrival);
    else await views.still(viewId, viewer);
  }

  private caller(): Promise<Caller | null> {
    const { db, world } = this.centre;
    return this.token === null ? Promise.resolve(null) : callerOf(db, this.token, world.nowMs());
  }
}
