// Alarms of cameras that the disk does not take, on a clock moved by hand: which wait, which give way, and what is told.
import { priorityOf, type SiteAlarmKind } from '@haixi/proto/vocabulary';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Appended } from '../outbox/outbox.store.js';
import { HandClock } from '../testing/quick-clock.js';
import { type Raised, RaisedAlarms, raisedMax } from './raised.service.js';

interface Numbered extends Raised {
  readonly kind: SiteAlarmKind;
  readonly id: number;
}

const full: Appended = { ok: false, reason: 'disk_full', detail: 'the disk is full' };
const kinds = ['lens-covered', 'scene-moved', 'motion', 'sound', 'picture-lost'] as const;

function stage() {
  const clock = new HandClock();
  const kept: Numbered[] = [];
  const said: string[] = [];
  const disk = { answer: (_raised: Numbered): Appended => full };
  const raised = new RaisedAlarms<Numbered>({
    report: (alarm) => {
      const answer = disk.answer(alarm);
      if (answer.ok) kept.push(alarm);
      return Promise.resolve(answer);
    },
    clock,
    random: () => 0.5,
    say: (event) => said.push(event),
  });
  let seq = 0;
  const room = () => (disk.answer = () => ({ ok: true, epoch: 'e'.repeat(16), seq: (seq += 1) }));
  return { clock, kept, said, disk, raised, room };
}

describe('alarms that the disk does not take', () => {
  it('D1 are kept when it takes them again, the gravest first', async () => {
    const { clock, kept, raised, room } = stage();
    await raised.raise({ sourceId: 'camera-1', kind: 'motion', id: 1 });
    await raised.raise({ sourceId: 'camera-2', kind: 'lens-covered', id: 2 });
    await raised.raise({ sourceId: 'camera-1', kind: 'scene-moved', id: 3 });
    await clock.move(10 * 60_000);
    expect(raised.depth).toEqual({ waiting: 3, dropped: 0 });
    room();
    await clock.move(60_000);
    expect(
      kept.map(({ id }) => priorityOf[kept.find((alarm) => alarm.id === id)?.kind ?? 'technical']),
    ).toEqual([2, 2, 3]);
    expect(raised.depth).toEqual({ waiting: 0, dropped: 0 });
    expect(clock.waits).toBe(0);
  });

  it('D1 of one camera and kind wait as one, the newest, and what gave way is counted and told', async () => {
    const { clock, kept, said, raised, room } = stage();
    for (let id = 0; id < 1_000; id += 1) await raised.raise({ sourceId: 'camera-1', kind: 'motion', id });
    expect(raised.depth).toEqual({ waiting: 1, dropped: 999 });
    expect(said).toHaveLength(999);
    expect(clock.waits).toBe(1);
    room();
    await clock.move(120_000);
    expect(kept.map(({ id }) => id)).toEqual([999]);
  });

  it('D1 D7 never wait without bound, and none is dropped while a less grave one waits', async () => {
    const alarm = fc.record({ camera: fc.nat({ max: 150 }), kind: fc.constantFrom(...kinds) });
    const property = fc.asyncProperty(fc.array(alarm, { maxLength: 600 }), async (alarms) => {
      const { clock, kept, raised, room } = stage();
      const newest = new Map<string, Numbered>();
      for (const [id, { camera, kind }] of alarms.entries()) {
        const one = { sourceId: `camera-${camera}`, kind, id };
        newest.set(`${camera} ${kind}`, one);
        await raised.raise(one);
        expect(raised.depth.waiting).toBeLessThanOrEqual(raisedMax);
      }
      room();
      await clock.move(120_000);
      expect(kept.length + raised.depth.dropped).toBe(alarms.length);
      const isKept = new Set(kept.map(({ id }) => id));
      const missing = [...newest.values()].filter(({ id }) => !isKept.has(id));
      const gravestMissing = Math.min(...missing.map(({ kind }) => priorityOf[kind]));
      const leastKept = Math.max(...kept.map(({ kind }) => priorityOf[kind]));
      if (missing.length > 0) expect(leastKept).toBeLessThanOrEqual(gravestMissing);
    });
    await fc.assert(property, { numRuns: 20 });
  });

  it('D6 that no disk will ever take are told, and hold up no other', async () => {
    const { clock, kept, said, disk, raised, room } = stage();
    disk.answer = () => ({ ok: false, reason: 'too_large', detail: 'too large' });
    await raised.raise({ sourceId: 'camera-1', kind: 'motion', id: 1 });
    expect(said).toEqual(['alarm_dropped']);
    room();
    await raised.raise({ sourceId: 'camera-1', kind: 'motion', id: 2 });
    await clock.move(60_000);
    expect(kept.map(({ id }) => id)).toEqual([2]);
  });
});
