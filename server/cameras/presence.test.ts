// Presence, held against rules P1 and P2 on a clock that is handed in.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { born, darkness, type Heard, held, silenceMs, spoke, willed, willGraceMs } from './presence.js';

const t0 = 1_000_000;
const at = (steadyMs: number) => ({ steadyMs, atMs: 1_800_000_000_000 + steadyMs });
/** On a server that has heard since long ago. */
const dark = (heard: Heard, nowMs: number) => darkness(heard, nowMs, 0);

test('P1 a late will of an earlier connection is ignored', () => {
  const site = willed(born('link-2', at(t0)), 'link-1', at(t0 + 5));
  expect(dark(site, t0 + willGraceMs + 5)).toBeNull();
});

test('P2 a will makes the site dark after its grace, not before; speaking in between ends it', () => {
  const site = willed(born('link-1', at(t0)), 'link-1', at(t0 + 1_000));
  expect(dark(site, t0 + 1_000 + willGraceMs - 1)).toBeNull();
  expect(dark(site, t0 + 1_000 + willGraceMs)).toBe('will');
  expect(dark(spoke(site, at(t0 + 5_000)), t0 + 1_000 + willGraceMs)).toBeNull();
});

test('P2 a will that comes again does not begin its grace anew', () => {
  const once = willed(born('link-1', at(t0)), 'link-1', at(t0));
  expect(dark(willed(once, 'link-1', at(t0 + 9_000)), t0 + willGraceMs)).toBe('will');
});

test('P2 silence alone is dark within 45 s of the last packet, whatever wills came in between', () => {
  // A look each second, and a save that waits for its batch, have to fit in as well.
  expect(silenceMs).toBeLessThanOrEqual(42_000);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: silenceMs }), { maxLength: 5 }), (wills) => {
      const start = spoke(born('link-1', at(t0)), at(t0 + 10_000));
      const site = wills.reduce((now, ms) => willed(now, 'link-1', at(t0 + 10_000 + ms)), start);
      expect(dark(site, t0 + 10_000 + silenceMs)).not.toBeNull();
      if (wills.length === 0) expect(dark(site, t0 + 10_000 + silenceMs - 1)).toBeNull();
    }),
  );
});

test('P2 a site that was never heard of is not dark, and what is dark is told once', () => {
  const never: Heard = { presence: 'never', link: null, last: at(t0), willMs: null, waitsSinceMs: t0 };
  expect(dark(spoke(never, at(t0)), t0 + 10 * silenceMs)).toBeNull();
  expect(dark({ ...born('link-1', at(t0)), presence: 'dark' }, t0 + 10 * silenceMs)).toBeNull();
});

test('P2 while the server could not hear nobody was silent: every wait begins anew', () => {
  const silent = born('link-1', at(t0));
  const gone = willed(silent, 'link-1', at(t0));
  const backMs = t0 + 3 * silenceMs;
  expect(darkness(silent, backMs + silenceMs - 1, backMs)).toBeNull();
  expect(darkness(silent, backMs + silenceMs, backMs)).toBe('silence');
  expect(darkness(gone, backMs + willGraceMs - 1, backMs)).toBeNull();
  expect(darkness(gone, backMs + willGraceMs, backMs)).toBe('will');
});

test('P2 what another server has told stands, unless this one has just heard otherwise', () => {
  const online = born('link-1', at(t0));
  expect(held(online, 'online', t0)).toBeNull();
  expect(held(online, 'dark', t0 + 1_000)).toBe('tell');
  expect(held(online, 'dark', t0 + silenceMs - 1)).toBeNull();
  expect(held(willed(online, 'link-1', at(t0 + 1)), 'dark', t0 + 2)).toBeNull();
  const taken = held({ ...online, presence: 'dark' }, 'online', t0 + silenceMs);
  if (taken === null || taken === 'tell') throw new Error('not taken');
  expect(dark(taken, t0 + 2 * silenceMs - 1)).toBeNull();
  expect(dark(taken, t0 + 2 * silenceMs)).toBe('silence');
  // A word that was taken is no hearing: it is never told as one.
  expect(held(taken, 'dark', t0 + silenceMs + 1)).toBeNull();
});
