// The tablet's service worker: keeps the page's own files of one build, so that /patrol opens without network.
import { fileOf, outdated, wayOf } from './answers';

interface Lasting extends Event {
  waitUntil(done: Promise<unknown>): void;
}

interface Fetching extends Lasting {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

/** The part of a service worker's world that is used; the page's own types know nothing of it. */
declare const self: {
  readonly location: Location;
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate' | 'message', told: (event: Lasting) => void): void;
  addEventListener(type: 'fetch', told: (event: Fetching) => void): void;
};

/** Written in by the build: its hash, the script the page starts with, and the files it cannot open without. */
const shell = JSON.parse('__PATROL_SHELL__') as {
  readonly build: string;
  readonly start: string;
  readonly files: readonly string[];
  readonly later: readonly string[];
};

const prefix = 'haixi-patrol-';
const current = prefix + shell.build;
const page = '/patrol';
/** So long a bad line may take to bring the page before the kept one is shown, in ms. */
const patienceMs = 4_000;

self.addEventListener('install', (event) => event.waitUntil(keepShell()));
self.addEventListener('activate', (event) => event.waitUntil(takeOver()));
// The page stands and has nothing to say but this.
self.addEventListener('message', (event) => event.waitUntil(keepLater()));
self.addEventListener('fetch', (event) => {
  const way = wayOf(event.request, self.location.origin);
  if (way === 'page') event.respondWith(answerPage(event));
  if (way === 'file') event.respondWith(answerFile(event.request));
});

/** All or nothing. A page of another build would ask offline for files that are not here, so that one is not taken. */
async function keepShell(): Promise<void> {
  const cache = await caches.open(current);
  const answer = await fetch(page, { cache: 'reload' });
  if (!answer.ok || !(await answer.clone().text()).includes(shell.start))
    throw new Error('the server has another build');
  await cache.addAll(shell.files);
  await cache.put(page, answer);
  // An open page loses nothing by it: it asks for files by their content, and those of its own build stay.
  await self.skipWaiting();
}

async function takeOver(): Promise<void> {
  const old = outdated(await caches.keys(), prefix, current);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** The server's page wherever it answers, so that no old build holds on; else the kept one. */
async function answerPage(event: Fetching): Promise<Response> {
  const asked = fetch(event.request);
  const kept = async () => (await caches.open(current)).match(page);
  const late = new Promise<null>((resolve) => {
    setTimeout(() => resolve(null), patienceMs);
  });
  const first = await Promise.race([asked, late]).catch(() => null);
  if (first !== null && first.status < 500) return first;
  return (await kept()) ?? first ?? asked;
}

async function answerFile(request: Request): Promise<Response> {
  const keep = async (answer: Response) => (await caches.open(current)).put(request, answer);
  return fileOf(await caches.match(request), () => fetch(request), keep);
}

/** What the page loads late, such as the map, one after another once it stands: wanted, but never needed. */
async function keepLater(): Promise<void> {
  for (const file of shell.later) await answerFile(new Request(file)).catch(() => undefined);
}
