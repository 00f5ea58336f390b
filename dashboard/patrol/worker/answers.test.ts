// What the tablet's service worker answers by itself, and what it leaves to the network.
import { expect, test } from 'vitest';
import { fileOf, outdated, wayOf } from './answers';

const origin = 'https://haixi.example';
const way = (path: string, mode = 'cors', method = 'GET') =>
  wayOf({ method, mode, url: new URL(path, origin).href }, origin);

test('T1 the page and its files open from the tablet, and nothing that a person is answered is ever kept', () => {
  expect([way('/patrol', 'navigate'), way('/patrol/', 'navigate')]).toEqual(['page', 'page']);
  expect([way('/assets/index-abc.js'), way('/patrol.webmanifest'), way('/patrol-icon-192.png')]).toEqual([
    'file',
    'file',
    'file',
  ]);
  const others = ['/api/me', '/api/incidents/i-1/photos/p-1', '/live/?EIO=4', '/patrol-worker.js', '/patrol'];
  expect(others.map((path) => way(path))).toEqual(others.map(() => 'network'));
  const pages = ['/console', '/sign-in/token', '/patrols', '/'];
  expect(pages.map((path) => way(path, 'navigate'))).toEqual(pages.map(() => 'network'));
  expect(way('/assets/index-abc.js', 'cors', 'POST')).toBe('network');
  expect(way('https://elsewhere.example/assets/index-abc.js')).toBe('network');
});

test('T1 a tablet without room shows what the network brings, and keeps what has come only where it was whole', async () => {
  const full = () => Promise.reject(new DOMException('no room', 'QuotaExceededError'));
  expect(await (await fileOf(undefined, async () => new Response('map'), full)).text()).toBe('map');
  const kept: string[] = [];
  const keep = async (answer: Response) => void kept.push(await answer.text());
  await fileOf(undefined, async () => new Response('map'), keep);
  await fileOf(undefined, async () => new Response('gone', { status: 404 }), keep);
  const before = new Response('before');
  expect(await fileOf(before, () => Promise.reject(new Error('not asked')), keep)).toBe(before);
  expect(kept).toEqual(['map']);
});

test('T1 a new build leaves the files of the one before to the page that is still open', () => {
  expect(outdated(['p-1', 'other', 'p-2', 'p-3'], 'p-', 'p-3')).toEqual(['p-1']);
  expect(outdated(['p-3'], 'p-', 'p-3')).toEqual([]);
});
