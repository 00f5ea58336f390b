// The day before a demo: made by the real code, over by now, with an unbroken chain and something in every bucket of the review.
import { outcomes } from '@haixi/proto/vocabulary';
import { expect, test } from 'vitest';
import { demoAreas } from '../../demo/district.js';
import { seedPartners } from '../../demo/seed.store.js';
import { verifyStore } from '../../log/verify-log.store.js';
import { reviewOf } from '../../review/figures.js';
import { openedWithin } from '../../review/reviewed.store.js';
import { freshStore } from '../../store/fresh.store.js';
import { seedPast } from './past.js';

// Half past nine in the morning at Ningde: three shifts and some.
const nowMs = Date.UTC(2026, 10, 24, 1, 30);
const dayMs = 24 * 3_600_000;

test('the day before a demo has every bucket, outcome and community, two calls go on, and its chain verifies', async () => {
  const store = await freshStore(nowMs);
  try {
    await seedPartners(store.owner);
    const count = await seedPast(store.ownerUrl, nowMs, 'a');
    expect(count).toBeGreaterThan(60);
    const areaIds = demoAreas.map(({ areaId }) => areaId);
    const time = { fromMs: nowMs - 2 * dayMs, toMs: nowMs, nowMs };
    const incidents = await openedWithin(store.db, areaIds, time.fromMs, time.toMs);
    expect(incidents).toHaveLength(count);
    const over = incidents.filter(({ stage, closedAtMs }) => stage === 'closed' && closedAtMs! < nowMs);
    const goesOn = incidents.filter((incident) => !over.includes(incident));
    expect(goesOn.map(({ stage }) => stage).toSorted()).toEqual(['assisting', 'handling']);
    const { buckets, targets, byArea, byKind } = reviewOf(incidents, [], time);
    expect(buckets.filter((bucket) => bucket.count === 0)).toEqual([]);
    expect(targets.filter(({ met, of }) => met > of || of === 0)).toEqual([]);
    expect([byArea.length, byKind.length]).toEqual([8, 11]);
    const ends = new Set(incidents.map(({ outcome }) => outcome));
    expect(outcomes.filter((outcome) => !ends.has(outcome))).toEqual(['test', 'duplicate']);
    const logged = await store.db.selectFrom('log').select('type').distinct().execute();
    expect(logged.map(({ type }) => type)).toEqual(
      expect.arrayContaining([
        'incident.overdue',
        'assignment.declined',
        'assignment.recalled',
        'sound.checked',
      ]),
    );
    expect(await verifyStore(store.db)).toMatchObject({ areas: 9, broken: null });
    // A log in which something stands is left alone.
    expect(await seedPast(store.ownerUrl, nowMs, 'b')).toBe(0);
  } finally {
    await store.stop();
  }
});
