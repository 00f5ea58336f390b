// A link that comes back, on a clock moved by hand: a panic hurries it, and a backlog of thousands comes gently.
import { describe, expect, it } from 'vitest';
import { backlogWaitMsMax, windowShare } from '../outbox/schedule.js';
import { HandStage } from '../testing/hand-site.js';

/** Long enough that what was held before is a backlog, and the tries to connect have become rare. */
const longAwayMs = 20 * 60_000;

/** A site that lost its server long ago, with so many alarms held. */
async function longAway(alarms: number, chance: number) {
  const stage = new HandStage(() => chance);
  const site = await stage.start();
  await stage.clock.move(1_000);
  stage.server.leave();
  for (let count = 0; count < alarms; count += 1) await site.report('button-1', 'help', 1);
  await stage.clock.move(longAwayMs);
  stage.server.came.length = 0;
  stage.server.presences.length = 0;
  return { stage, site };
}

describe('a link that comes back', () => {
  it('D7 a panic does not wait for the next try of a link that has failed for long', async () => {
    const { stage, site } = await longAway(3, 0.999);
    stage.server.comeBack();
    const pressedAtMs = stage.clock.steadyMs();
    await site.report('button-1', 'panic', 1);
    await stage.clock.move(2_000);
    expect(stage.server.came[0]).toMatchObject({ envelope: { body: { kind: 'panic' } } });
    expect((stage.server.came[0]?.atMs ?? Infinity) - pressedAtMs).toBeLessThanOrEqual(1_100);
    await site.stop();
    expect(stage.clock.waits).toBe(0);
  });

  it('D7 presses without end bring no more than one try a second, and other alarms none', async () => {
    const { stage, site } = await longAway(0, 0.999);
    const before = stage.server.triesAtMs.length;
    for (let count = 0; count < 100; count += 1) {
      await site.report('button-1', 'panic', 1);
      await stage.clock.move(100);
    }
    expect(stage.server.triesAtMs.length - before).toBeGreaterThanOrEqual(8);
    expect(stage.server.triesAtMs.length - before).toBeLessThanOrEqual(11);
    await stage.clock.move(60_000);
    const later = stage.server.triesAtMs.length;
    for (let count = 0; count < 100; count += 1) {
      await site.report('button-1', 'help', 1);
      await stage.clock.move(100);
    }
    expect(stage.server.triesAtMs.length - later).toBeLessThanOrEqual(1);
    await site.stop();
  });

  it.each([0, 0.4, 0.999])(
    'D7 its backlog begins with one entry at a random moment (%d) of 5 s, and what is of now never waits for it',
    async (chance) => {
      const { stage, site } = await longAway(500, chance);
      stage.server.rule = () => 'silence';
      stage.server.comeBack();
      // A birth when it is connected, and one when the server has told of itself.
      while (stage.server.presences.length < 2) await stage.clock.move(1);
      const openedAtMs = stage.clock.steadyMs();
      const now = await site.report('button-1', 'help', 1);
      await stage.clock.move(9);
      const live = now.ok ? now.seq : -1;
      expect(stage.server.seqs()).toContain(live);
      const first = () =>
        stage.server.came.find(({ envelope }) => envelope.kind === 'alarm' && envelope.seq < live);
      await stage.clock.move(backlogWaitMsMax + 10);
      const waitedMs = (first()?.atMs ?? Infinity) - openedAtMs;
      expect(Math.abs(waitedMs - chance * backlogWaitMsMax)).toBeLessThanOrEqual(30);
      expect(new Set(stage.server.seqs().filter((seq) => seq < live)).size).toBe(1);
      stage.server.rule = () => 'store';
      await stage.clock.move(60_000);
      expect(site.state).toMatchObject({ outbox: { held: 0 } });
      await site.stop();
    },
  );

  it('D2 its backlog grows by answers and never has more than its share under way', async () => {
    const { stage, site } = await longAway(2_000, 0.5);
    let most = 0;
    const underWay = new Set<number>();
    stage.server.rule = ({ seq }) => {
      underWay.add(seq);
      most = Math.max(most, underWay.size);
      stage.clock.after(10, () => underWay.delete(seq));
      return 'store';
    };
    stage.server.comeBack();
    await stage.clock.move(120_000);
    expect(new Set(stage.server.seqs()).size).toBe(2_000);
    expect(most).toBeLessThanOrEqual(windowShare.backlog + 1);
    expect(most).toBeGreaterThan(windowShare.backlog / 2);
    await site.stop();
  });

  it('P1 a clock that is set a day forward or back starves and doubles nothing', async () => {
    const { stage, site } = await longAway(50, 0.5);
    stage.server.comeBack();
    const dayMs = 24 * 3_600_000;
    for (const jumpMs of [dayMs, -2 * dayMs, dayMs]) {
      stage.clock.set(jumpMs);
      await site.report('button-1', 'help', 1);
      await site.report('button-1', 'panic', 1);
      await stage.clock.move(60_000);
      expect(site.state).toMatchObject({ outbox: { held: 0 } });
    }
    const seqs = stage.server.seqs();
    expect(new Set(seqs).size).toBe(seqs.length);
    await site.stop();
  });
});
