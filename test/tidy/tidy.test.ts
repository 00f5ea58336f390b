// The house style as a failing test: who may import whom, first sentences, dead files, banned words, names and sizes.
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { isTest, readDocuments, readSources, roleOf, type SourceFile } from './source-files.js';

const sources = readSources();
const programs = ['edge-agent', 'server', 'dashboard'];

/** Where a program, a tool or a page begins: nobody imports these. */
const entries = [
  'server/main.ts',
  'server/start/bootstrap.mjs',
  'server/start/launch.ts',
  'server/log/verify.ts',
  'server/media/process.ts',
  'server/media/load/main.ts',
  'server/store/migrate.ts',
  'server/store/template.fixture.ts',
  'edge-agent/haixi-agent.mjs',
  'edge-agent/main.ts',
  'edge-agent/detection/report.ts',
  'dashboard/main.tsx',
  'dashboard/vite.config.ts',
  'proto/wire/write.ts',
  'test/sim/main.ts',
  'test/chaos/main.ts',
  'test/fuzz/main.ts',
  'test/soak/main.ts',
  'test/return/main.ts',
  'test/vite.config.ts',
  'vitest.config.ts',
];

/**
 * What the folders of a program may import beside files directly in the program. A folder of the server knows what
 * stands before it in an alarm's way and never what comes after: that learns by the log. A new folder is entered here.
 */
const mayImport: Record<string, Record<string, readonly string[]>> = {
  server: {
    store: [],
    log: ['store'],
    accounts: ['log', 'store'],
    incidents: ['log', 'store'],
    dispatch: ['incidents', 'store'],
    broker: ['accounts', 'store'],
    ingest: ['broker', 'incidents', 'log', 'store'],
    cameras: ['ingest', 'incidents', 'store'],
    commands: ['accounts', 'cameras', 'dispatch', 'incidents', 'log', 'store'],
    live: ['accounts', 'cameras', 'log', 'store'],
    media: ['accounts', 'ingest', 'log', 'store'],
    // How a camera joins: work orders, claims, credentials; and the register of areas, sites and cameras.
    devices: ['accounts', 'cameras', 'ingest', 'log', 'store'],
    register: ['accounts', 'cameras', 'devices', 'ingest', 'log', 'store'],
    http: [
      'accounts',
      'broker',
      'cameras',
      'commands',
      'devices',
      'dispatch',
      'incidents',
      'ingest',
      'live',
      'log',
      'media',
      'register',
      'review',
      'store',
    ],
    // What happened in a time, for whoever leads the shift.
    review: ['store'],
    demo: ['log', 'store'],
    // The demo's launcher has a day of the past happen by the code that handles the present.
    start: ['accounts', 'commands', 'demo', 'incidents', 'ingest', 'log', 'store'],
  },
  'edge-agent': {
    // Each kind of source says what its lines in the configuration are.
    config: ['sources'],
    // A headless box that gets its credentials and its configuration from the server.
    enrol: ['config', 'outbox', 'sources'],
    outbox: [],
    // What nobody may see, burnt in before anything leaves the site.
    privacy: [],
    streams: ['privacy'],
    snapshots: ['outbox', 'privacy', 'streams'],
    sources: ['outbox', 'privacy', 'streams'],
    try: ['sources'],
    // What is wrong with box, network, server and cameras: asks each part as the agent does.
    doctor: ['config', 'enrol', 'link', 'outbox', 'sources', 'streams', 'try'],
    link: ['outbox'],
    sites: ['config', 'link', 'outbox', 'snapshots', 'sources', 'streams'],
    testing: ['outbox'],
    // What cameras notice, measured: plays clips to the detectors, and measures them on a camera of the tests.
    detection: ['sources', 'testing'],
  },
  // Features import no feature; pages compose them.
  dashboard: {
    i18n: [],
    live: [],
    sound: [],
    api: ['live'],
    store: ['api', 'i18n', 'live'],
    map: ['i18n', 'store'],
    // The page on which `npm run bench -- map` measures.
    bench: ['live', 'map', 'store'],
    incidents: ['api', 'i18n', 'store'],
    dispatch: ['api', 'i18n', 'store'],
    cameras: ['api', 'i18n', 'store'],
    video: ['api', 'i18n', 'store'],
    patrol: ['api', 'i18n', 'map', 'sound', 'store'],
    looks: ['api', 'i18n', 'store'],
    entry: ['api', 'i18n', 'store'],
    admin: ['api', 'i18n', 'map', 'store'],
    audit: ['api', 'i18n', 'store'],
    review: ['i18n', 'store'],
    wall: ['cameras', 'i18n', 'looks', 'store', 'video'],
    install: ['api', 'i18n', 'map', 'store', 'video'],
    console: ['api', 'cameras', 'dispatch', 'i18n', 'incidents', 'looks', 'map', 'sound', 'store', 'video'],
    app: [
      'admin',
      'api',
      'audit',
      'console',
      'entry',
      'i18n',
      'install',
      'live',
      'patrol',
      'review',
      'sound',
      'store',
      'wall',
    ],
  },
};

/** What a file without a role must not touch: everything is handed to it. Types may be named anywhere. */
const inputAndOutput =
  /^(node:(fs|net|http|https|child_process|dgram|tls|timers|os|worker_threads|process)\b|@nestjs\/|fastify|@fastify\/|kysely|pg$|mqtt$|ws$|aedes$|socket\.io)/;
const ownClockOrChance =
  /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\.env\b|\brandomBytes\(|\brandomUUID\(/;

// Put together here, so that this file is not found by its own rule.
const bannedWords = [
  ['TO', 'DO'],
  ['FIX', 'ME'],
  ['console', '.log'],
  ['as', ' any[;,)]'],
  ['as unknown', ' as'],
  ['@ts-', '(ignore|expect-error|nocheck)'],
  ['(ox|es)lint', '-disable'],
  ['\\w\\.', 'only\\('],
  ['\\w\\.', 'skip\\('],
].map((halves) => new RegExp(halves.join('')));

/** Each found fault as `path: what`, so that a failure reads like a list of things to do. */
const faults = (list: SourceFile[], of: (file: SourceFile) => string[]): string[] =>
  list.flatMap((file) => of(file).map((what) => `${file.path}: ${what}`));

test('S1 every source file begins with one sentence that says what it is', () => {
  const begins = /^(#!.*|\/\/ |# |"""|\/\*\* )/;
  const unsaid = faults(sources, ({ lines }) => {
    const first = (lines[0]!.startsWith('#!') ? lines[1] : lines[0]) ?? '';
    return begins.test(first) && first.length > 25 && /[.:)"/]$/.test(first) ? [] : [first.slice(0, 60)];
  });
  expect(unsaid).toEqual([]);
});

test('S2 file names are in kebab-case and no file has more than 400 lines', () => {
  const named = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)?(\.test)?\.(ts|tsx|mjs|py)$/;
  expect(sources.map(({ path }) => path).filter((path) => !named.test(basename(path)))).toEqual([]);
  expect(faults(sources, ({ lines }) => (lines.length > 400 ? [`${lines.length} lines`] : []))).toEqual([]);
});

test('S3 no banned word stands in a source file', () => {
  const found = faults(sources, ({ lines }) =>
    lines.filter((line) => bannedWords.some((word) => word.test(line))).map((line) => line.trim()),
  );
  expect(found).toEqual([]);
});

test('S4 the contract imports no program, and the three programs never import one another', () => {
  const strangers = faults(
    sources.filter(({ part }) => part === 'proto' || programs.includes(part)),
    (file) => {
      const allowed = isTest(file) ? [file.part, 'proto', 'test'] : [file.part, 'proto'];
      return file.imports.filter((path) => !allowed.includes(path.split('/')[0]!));
    },
  );
  expect(strangers).toEqual([]);
  const proto = sources.filter((file) => file.part === 'proto' && file.folder !== 'wire' && !isTest(file));
  expect(
    faults(proto, ({ packages }) => packages.filter((it) => it !== 'zod' && !it.startsWith('@haixi/'))),
  ).toEqual([]);
});

test('S5 a folder imports only what stands before it', () => {
  const wrong = faults(
    sources.filter((file) => mayImport[file.part] && file.folder && !isTest(file) && !isForTests(file)),
    (file) => {
      const allowed = mayImport[file.part]![file.folder];
      if (!allowed) return [`the folder ${file.folder} is not in the table of this test`];
      if (entries.includes(file.path)) return [];
      return file.imports.filter((path) => {
        const [part, folder, ...rest] = path.split('/');
        const inside = part === file.part && rest.length > 0;
        return inside && folder !== file.folder && !allowed.includes(folder!);
      });
    },
  );
  expect(wrong).toEqual([]);
});

test('S6 only dashboard/live touches the socket, and only dashboard/api and services ask the server', () => {
  const dashboard = sources.filter((file) => file.part === 'dashboard' && !isTest(file));
  const socket = dashboard.filter(({ packages }) => packages.includes('socket.io-client'));
  expect(socket.filter(({ folder }) => folder !== 'live')).toEqual([]);
  const asks = dashboard.filter((file) => /\bfetch\(\s*['`]/.test(file.text));
  expect(
    asks.filter((file) => file.folder !== 'api' && roleOf(file) !== '.service').map(({ path }) => path),
  ).toEqual([]);
});

test('S7 a file of server or agent without a role does no I/O and has neither clock nor chance of its own', () => {
  // Directly in a program stands what it takes from outside; start/, store/ and http/ are a shell as a whole.
  const pure = sources.filter(
    (file) =>
      ['server', 'edge-agent'].includes(file.part) &&
      !['', 'start', 'store', 'http', 'testing'].includes(file.folder) &&
      roleOf(file) === '' &&
      !entries.includes(file.path) &&
      !isForTests(file),
  );
  const touched = faults(pure, ({ packages, lines }) => [
    ...packages.filter((name) => inputAndOutput.test(name)),
    ...lines.filter((line) => ownClockOrChance.test(line)).map((line) => line.trim()),
  ]);
  expect(touched).toEqual([]);
});

test('S8 no file is dead, and what only tests use says so in its first sentence', () => {
  const importers = new Map(sources.map(({ path }) => [path, [] as SourceFile[]]));
  for (const file of sources) for (const path of file.imports) importers.get(path)?.push(file);
  const unused = sources.filter((file) => {
    if (entries.includes(file.path) || /\.test\.tsx?$/.test(file.path)) return false;
    const users = importers.get(file.path)!;
    if (users.length === 0)
      return !sources.some(({ path, text }) => path !== file.path && text.includes(basename(file.path)));
    return !isTest(file) && !isForTests(file) && users.every((user) => isTest(user) || isForTests(user));
  });
  expect(unused.map(({ path }) => path)).toEqual([]);
});

test('S9 every file that a document of ours points to is there', () => {
  const missing = readDocuments().flatMap(({ path, targets }) =>
    targets.filter((target) => !existsSync(target)).map((target) => `${path} points to ${target}`),
  );
  expect(missing).toEqual([]);
});

function isForTests({ lines, folder }: SourceFile): boolean {
  return folder === 'testing' || /\bfor (the )?tests\b/.test(lines[0]!);
}
