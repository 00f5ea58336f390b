// Presence, held against rules P1 and P2 on a clock that is handed in.
import { expect, test } from 'vitest';
import { born, darkness, silenceMs, spoke, willed, willGraceMs } from './presence.js';

const t0 = 1_800_000_000_000;

test('P1 a late will of an earlier connection is ignored', () => {
  const site = willed(born('link-2', t0), 'link-1', t0 + 5);
  expect(darkness(site, t0 + willGraceMs + 5)).toBeNull();
});

test('P2 a will makes the site dark after its grace, not before; speaking in between ends it', () => {
  const site = willed(born('link-1', t0), 'link-1', t0 + 1_000);
  expect(darkness(site, t0 + 1_000 + willGraceMs - 1)).toBeNull();
  expect(darkness(site, t0 + 1_000 + willGraceMs)).toBe('will');
  expect(darkness(spoke(site, t0 + 5_000), t0 + 1_000 + willGraceMs)).toBeNull();
});

test('P2 silence alone is dark within 45 s of the last packet', () => {
  expect(silenceMs).toBeLessThanOrEqual(45_000);
  const site = spoke(born('link-1', t0), t0 + 10_000);
  expect(darkness(site, t0 + 10_000 + silenceMs - 1)).toBeNull();
  expect(darkness(site, t0 + 10_000 + silenceMs)).toBe('silence');
});

test('P2 a site that was never heard of is not dark, and what is dark is told once', () => {
  const never = { presence: 'never' as const, link: null, lastHeardAtMs: t0, willAtMs: null };
  expect(darkness(spoke(never, t0), t0 + 10 * silenceMs)).toBeNull();
  const dark = { ...born('link-1', t0), presence: 'dark' as const };
  expect(darkness(dark, t0 + 10 * silenceMs)).toBeNull();
});
