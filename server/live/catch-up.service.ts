// Brings one screen up to date: by what it missed or by a fresh snapshot, and from then on its frames flow (rule L2).
import type { LogEvent } from '@haixi/proto/live/events';
import type { Vector } from '@haixi/proto/live/picture';
import { Inject, Injectable } from '@nestjs/common';
import { readAfter } from '../log/tail.service.js';
import type { Db } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { FanOut } from './fan-out.service.js';
import { behindBytes } from './flow.js';
import { framesOf } from './gather.js';
import { readPicture } from './picture.store.js';
import { howToResume } from './resume.js';
import type { Screen } from './screen.js';
import { frameFor, pictureFor } from './veil.js';

/** A snapshot that the log outran is read again; so often at most. */
const snapshotTriesMax = 3;

@Injectable()
export class CatchUp {
  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
    private readonly fanOut: FanOut,
  ) {}

  /** Answers what the screen asked last, one question at a time; a screen that can't be answered comes again. */
  async bring(screen: Screen): Promise<void> {
    if (screen.isAnswering) return;
    screen.isAnswering = true;
    try {
      while (screen.asked && screen.socket.connected) {
        const { vector } = screen.asked;
        screen.asked = null;
        // What it was sent is still on its way: more of it, for as often as it asks, would fill the memory (rule L4).
        if (screen.socket.unsentBytes > behindBytes) {
          screen.fallsBehind(this.world.steadyMs());
          return;
        }
        screen.starts(this.world.steadyMs());
        const how = howToResume(vector, screen.areaIds, this.fanOut.recent.sent);
        if (how === 'snapshot' || !(await this.sendMissed(screen, vector, 0)))
          await this.sendSnapshot(screen);
        await this.sendLatest(screen);
      }
    } catch (error) {
      this.world.say(`live: a screen could not be brought up to date: ${(error as Error).message}`);
      screen.comeAgain();
    } finally {
      screen.isAnswering = false;
    }
  }

  /**
   * Sends what came after this vector and lets the frames flow: nothing is awaited between the last look and the
   * rooms, so no event falls between. False where so much came meanwhile that a snapshot is better.
   */
  private async sendMissed(screen: Screen, vector: Vector, snapshotBytes: number): Promise<boolean> {
    const has = { ...vector };
    let missed = this.fanOut.recent.since(has);
    if (missed === null) {
      const stored = await readAfter(this.db, has);
      for (const event of stored) has[event.areaId] = event.n;
      this.sendEvents(screen, stored);
      missed = this.fanOut.recent.since(has);
    }
    if (missed === null) return false;
    this.sendEvents(screen, missed);
    this.fanOut.serves(screen.holder.sights);
    screen.flows(this.world.steadyMs(), snapshotBytes);
    this.sendTick(screen);
    return true;
  }

  private sendEvents({ socket, holder }: Screen, events: readonly LogEvent[]): void {
    for (const frame of framesOf(events))
      socket.emit('events', frameFor(frame, holder.sights.get(frame.areaId)!));
  }

  private async sendSnapshot(screen: Screen): Promise<void> {
    for (let tries = 0; tries < snapshotTriesMax; tries += 1) {
      // It is vouched for as of when it was asked for: a store that answers late tells of what was then.
      const nowMs = this.world.nowMs();
      const { picture, latest, register } = await readPicture(this.db, screen.areaIds);
      const seen = pictureFor(picture, screen.holder.sights);
      screen.socket.emit('snapshot', { nowMs, register, picture: seen, latest });
      if (await this.sendMissed(screen, picture.vector, screen.socket.unsentBytes)) return;
    }
    screen.comeAgain();
  }

  /**
   * Positions and readings are in no event, so a vector can't tell which of them were missed: all are sent. They are
   * read once frames flow, so that none falls between; of two values the screen keeps the one that comes later.
   */
  private async sendLatest(screen: Screen): Promise<void> {
    if (screen.flow.state !== 'flowing') return;
    const latest = await this.fanOut.allLatest(screen.areaIds);
    if (screen.flow.state === 'flowing') screen.takesLatest(latest);
  }

  /** The server's clock, and how far this screen's areas have been sent; nothing while the server can't vouch for it. */
  sendTick(screen: Screen): void {
    if (!this.fanOut.vouches) return;
    const { register } = this.fanOut;
    const heads = this.fanOut.heads(screen.areaIds);
    screen.socket.emit('tick', { nowMs: this.world.nowMs(), heads, register });
  }
}
