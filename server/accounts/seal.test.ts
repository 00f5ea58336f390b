// Sealed secrets over real files: opened by their own key alone, and a store that was sealed by another key is noticed.
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshStore, type FreshStore, TestWorld } from '../store/fresh.store.js';
import { testEnvironment } from '../test-house.js';
import { Seal } from './seal.service.js';

let store: FreshStore;
let dir: string;
const world = new TestWorld();
const sealIn = (name: string) => new Seal(store.db, world, testEnvironment(store.url, join(dir, name)));

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'haixi-seal-'));
  store = await freshStore();
});
afterAll(async () => {
  await store?.stop();
  rmSync(dir, { recursive: true, force: true });
});

test('W2 what is sealed is read again by its own key, also after a restart, and tells nothing without it', () => {
  const sealed = sealIn('one').seal('rtsp://admin:geheim@10.0.0.5/ch1 海西');
  expect(sealed).not.toContain('geheim');
  expect(sealIn('one').seal('same')).not.toBe(sealIn('one').seal('same'));
  expect(sealIn('one').open(sealed)).toBe('rtsp://admin:geheim@10.0.0.5/ch1 海西');
  expect(() => sealIn('other').open(sealed)).toThrow(/can't be opened by the key in .*seal\.key/);
  const changed = `${sealed.slice(0, -2)}${sealed.endsWith('AA') ? 'BB' : 'AA'}`;
  expect(() => sealIn('one').open(changed)).toThrow(/can't be opened/);
  expect(() => sealIn('one').open('plain text')).toThrow(/can't be opened/);
});

test('W2 the key is its owner’s alone, has its length, and belongs to its store', async () => {
  sealIn('one');
  const path = join(dir, 'one', 'seal.key');
  expect([statSync(path).mode & 0o777, readFileSync(path).length]).toEqual([0o600, 32]);
  await sealIn('one').onModuleInit();
  await sealIn('one').onModuleInit();
  await expect(sealIn('other').onModuleInit()).rejects.toThrow(/put the key back/);
  writeFileSync(join(dir, 'other', 'seal.key'), 'short');
  expect(() => sealIn('other')).toThrow(/has 5 bytes and needs 32/);
});
