// Rounds 值守巡视: asked for once a shift, ended by the person, by time, or with the right; its views need no asking (V3).
import { type Round, viewCloseCodes } from '@haixi/proto/media/media';
import type { ViewEnd } from '@haixi/proto/vocabulary';
import { Inject, Injectable } from '@nestjs/common';
import { callersOf } from '../accounts/sessions.store.js';
import type { Db } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { endRound, openRounds, type OpenRound, sessionsOf, startRound } from './rounds.store.js';
import { Views } from './views.service.js';

const lookEveryMs = 2_000;
/** So long a round outlasts its person's last session: a page may be between two of them. */
const withoutSessionMs = 60_000;

@Injectable()
export class Rounds {
  private stopLooking = async () => {};
  /** Since when nobody has been signed in for a round, by the steady clock. */
  private readonly deserted = new Map<string, number>();

  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
    private readonly views: Views,
  ) {}

  onApplicationBootstrap(): void {
    this.stopLooking = this.world.every(lookEveryMs, 'rounds', () => this.look());
  }

  /** A round that is open stays open: the next run of the server goes on with it. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.stopLooking();
  }

  /** Begins a round for somebody who may look there; the one that is open is given again. */
  async start(personId: string, asked: { areaId: string; reason: string }): Promise<Round> {
    return shown(await this.db.transaction().execute((tx) => startRound(tx, personId, asked, this.world)));
  }

  /** This person's open rounds. */
  async mine(personId: string): Promise<Round[]> {
    const nowMs = this.world.nowMs();
    return (await openRounds(this.db, personId)).filter(({ untilMs }) => untilMs > nowMs).map(shown);
  }

  /** Ends one's own round and its views; false where one has none of this id. */
  async leave(personId: string, roundId: string): Promise<boolean> {
    const own = await openRounds(this.db, personId);
    if (!own.some((round) => round.roundId === roundId)) return false;
    await this.end(roundId, 'viewer-left', 1000);
    return true;
  }

  /** Ends what has to end by now: out of time, or out of right. */
  async look(): Promise<void> {
    const rounds = await openRounds(this.db);
    const nowMs = this.world.nowMs();
    const personIds = [...new Set(rounds.map(({ personId }) => personId))];
    const sessionIds = await sessionsOf(this.db, personIds, nowMs);
    const callers = [...(await callersOf(this.db, sessionIds, nowMs)).values()];
    for (const round of rounds) {
      const own = callers.filter(({ personId }) => personId === round.personId);
      const may = own.some((caller) => caller.may('camera.view', round.areaId));
      if (nowMs >= round.untilMs) await this.end(round.roundId, 'time-up', viewCloseCodes.timeUp);
      else if (own.length > 0 ? !may : this.isDeserted(round))
        await this.end(round.roundId, 'right-ended', viewCloseCodes.rightEnded);
      if (own.length > 0) this.deserted.delete(round.roundId);
    }
  }

  private isDeserted({ roundId }: OpenRound): boolean {
    const steadyMs = this.world.steadyMs();
    const sinceMs = this.deserted.get(roundId) ?? steadyMs;
    this.deserted.set(roundId, sinceMs);
    return steadyMs - sinceMs >= withoutSessionMs && !this.views.isInRound(roundId);
  }

  private async end(roundId: string, because: ViewEnd, code: number): Promise<void> {
    this.deserted.delete(roundId);
    // Its looks get their ends first: the round's own tells them.
    await this.views.endRound(roundId, because, code);
    await this.db.transaction().execute((tx) => endRound(tx, roundId, because, this.world));
  }
}

function shown({ roundId, areaId, startedAtMs, untilMs }: OpenRound): Round {
  return { roundId, areaId, startedAtMs, untilMs };
}
