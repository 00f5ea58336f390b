// Proofs of life of a whole site on a clock moved by hand: when they come, what becomes of one, and what is told.
import { bodySchemas, proofEveryMs } from '@haixi/proto/mqtt/messages';
import { describe, expect, it } from 'vitest';
import { HandStage } from '../testing/hand-site.js';
import { firstWithinMs } from './proofs.service.js';

function proof(site: { state: unknown }): unknown {
  return site.state && typeof site.state === 'object' && 'proof' in site.state ? site.state.proof : null;
}

describe('a proof of life', () => {
  it.each([0, 0.5, 0.999])(
    'P3 comes at a random moment (%d) of the first 30 s after the link has first opened, then each 3 min',
    async (chance) => {
      const stage = new HandStage(() => chance);
      stage.server.isHere = false;
      const site = await stage.start();
      await stage.clock.move(10 * 60_000);
      expect(stage.disk.bytes(stage.outboxPath).includes('proof')).toBe(false);
      stage.server.comeBack();
      const backAtMs = stage.clock.steadyMs();
      await stage.clock.move(60_000 + firstWithinMs);
      const [first] = stage.server.came;
      expect((first?.atMs ?? 0) - backAtMs).toBeLessThan(60_000 + firstWithinMs);
      await stage.clock.move(4 * proofEveryMs);
      const atMs = stage.server.came.map((came) => came.atMs);
      const apartMs = atMs.slice(1).map((at, index) => at - (atMs[index] ?? 0));
      expect(apartMs).toEqual(Array.from({ length: 4 }, () => proofEveryMs));
      const bodies = stage.server.came.map(({ envelope }) => envelope);
      expect(bodies.every(({ v, kind, body }) => bodySchemas[v]?.[kind]?.safeParse(body).success)).toBe(true);
      await site.stop();
    },
  );

  it('P3 is not joined by a second one while it waits, however long, and its answer and the way’s length are shown', async () => {
    const stage = new HandStage();
    const site = await stage.start();
    stage.server.rule = () => 'silence';
    await stage.clock.move(6 * proofEveryMs);
    expect(new Set(stage.server.seqs('proof'))).toEqual(new Set([0]));
    expect(proof(site)).toMatchObject({ answeredAtMs: null, waitsSinceMs: expect.any(Number) });
    stage.server.rule = () => 'store';
    await stage.clock.move(2 * proofEveryMs);
    expect(new Set(stage.server.seqs('proof'))).toEqual(new Set([0, 1]));
    await stage.clock.move(proofEveryMs);
    expect(proof(site)).toMatchObject({ roundTripMs: 10, waitsSinceMs: null, refused: 0, notKept: 0 });
    await site.stop();
  });

  it('P3 goes by the disk: one that the disk does not take is told and counted, and the next one is tried', async () => {
    const stage = new HandStage();
    const site = await stage.start();
    stage.disk.fault = (operation) => (operation === 'write' ? 'ENOSPC' : null);
    await stage.clock.move(firstWithinMs);
    expect(stage.said.filter((event) => event === 'proof_not_kept')).toHaveLength(1);
    expect(stage.server.came).toEqual([]);
    stage.disk.fault = () => null;
    await stage.clock.move(proofEveryMs);
    expect(stage.server.seqs('proof')).toEqual([0]);
    expect(proof(site)).toMatchObject({ notKept: 1, roundTripMs: 10 });
    await site.stop();
  });

  it('P3 D6 that is refused is dropped and counted, never kept apart like an alarm, and the next one goes', async () => {
    const stage = new HandStage();
    const site = await stage.start();
    stage.server.rule = () => 'refuse';
    await stage.clock.move(firstWithinMs);
    expect(site.state).toMatchObject({ outbox: { held: 0, refused: 0 }, proof: { refused: 1 } });
    expect(stage.disk.bytes('/data/shop-01/refused.log')).toHaveLength(0);
    stage.server.rule = () => 'store';
    await stage.clock.move(proofEveryMs);
    expect(stage.server.seqs('proof')).toEqual([0, 1]);
    await site.stop();
  });

  it('P3 outlives the program, and what it proves when it is answered is told', async () => {
    const stage = new HandStage();
    const before = await stage.start();
    stage.server.rule = () => 'silence';
    await stage.clock.move(firstWithinMs);
    await before.stop();
    stage.server.rule = () => 'store';
    const after = await stage.start();
    await stage.clock.move(1_000);
    expect(stage.server.seqs('proof').at(-1)).toBe(0);
    expect(proof(after)).toMatchObject({ roundTripMs: null, answeredAtMs: expect.any(Number) });
    await after.stop();
    expect(stage.clock.waits).toBe(0);
  });

  it('P3 D7 of an hour ago goes as what is of now, before the backlog', async () => {
    const stage = new HandStage();
    const site = await stage.start();
    stage.server.rule = () => 'silence';
    for (let count = 0; count < 3; count += 1) await site.report('button-1', 'help', 1);
    await stage.clock.move(firstWithinMs);
    stage.server.leave();
    await stage.clock.move(3_600_000);
    stage.server.came.length = 0;
    stage.server.comeBack();
    stage.server.rule = () => 'store';
    await stage.clock.move(120_000);
    expect(stage.server.came.map(({ envelope }) => envelope.seq).slice(0, 4)).toEqual([3, 0, 1, 2]);
    await site.stop();
  });
});
