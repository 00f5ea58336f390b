// The demo district's own devices: keys, the seed, and the agent processes that serve its sites.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { demoAgents, demoSites } from '../demo/district.js';
import { seedDemo, seedPartners } from '../demo/seed.store.js';
import type { AgentSource, DemoAgent } from '../demo/site.js';
import { openDatabase } from '../store/database.store.js';
import { clipFile } from './demo-clips.js';
import { freePort } from './free-port.js';
import { supervise, type Supervised } from './supervise.js';

export interface RunningAgent {
  /** Address of its local door. */
  http: string;
  sites: string[];
  /** Its buttons, as paths of the local door. */
  presses: string[];
  /** Its light cameras: where what they notice is caused, and the scene that each shows. */
  lights: { path: string; clip: string }[];
  process: Supervised;
}

export interface DemoOptions {
  dataDir: string;
  /** Web address of the server. */
  url: string;
  /** Whether the clips are there; false leaves the agent without its cameras. */
  cameras: boolean;
  say(line: string): void;
  changed(): void;
}

const agentProgram = fileURLToPath(new URL('../../../edge-agent/dist/main.js', import.meta.url));

/** Puts the district into the store with the keys of this data folder; what is there stays. Needs the owner's role. */
export async function seedStore(ownerUrl: string, dataDir: string): Promise<void> {
  const db = openDatabase(ownerUrl, { size: 1 });
  try {
    await seedDemo(db, { nowMs: Date.now(), keys: keysOf(dataDir) });
    await seedPartners(db);
  } finally {
    await db.destroy();
  }
}

/** Starts one of the demo's agents under supervision. */
export async function startAgent(agent: DemoAgent, options: DemoOptions): Promise<RunningAgent> {
  const port = await freePort();
  const folder = join(options.dataDir, 'demo');
  const file = join(folder, `${agent.agentId}.yaml`);
  writeFileSync(file, configOf(agent, port, keysOf(options.dataDir), options), { mode: 0o600 });
  const http = `http://127.0.0.1:${port}`;
  // What agents say of themselves would bury the welcome; anew at every start, so that it doesn't grow for ever.
  const log = join(folder, `${agent.agentId}.log`);
  rmSync(log, { force: true });
  return {
    http,
    sites: agent.sites.map((site) => site.siteId),
    presses: agent.sites.flatMap(({ siteId, sources }) =>
      sources.filter(({ type }) => type === 'button').map(({ id }) => `/press/${siteId}/${id}`),
    ),
    lights: agent.sites.flatMap(({ siteId, sources }) =>
      sources.flatMap((it) =>
        options.cameras && isLight(it) ? [{ path: `/event/${siteId}/${it.id}`, clip: it.clip }] : [],
      ),
    ),
    process: supervise(
      {
        name: `demo's ${agent.agentId}`,
        script: agentProgram,
        args: ['--config', file],
        env: process.env,
        log,
      },
      options.say,
      options.changed,
    ),
  };
}

const allSources = ({ sites }: DemoAgent): AgentSource[] => sites.flatMap(({ sources }) => [...sources]);
const isLight = (it: AgentSource): it is Extract<AgentSource, { type: 'camera' }> =>
  it.type === 'camera' && it.light !== undefined;

/** The agents whose cameras are really watched, that of all light cameras, and those that have none. */
export const agentsWithLight = demoAgents.filter((agent) => allSources(agent).some(isLight));
export const agentsWithCameras = demoAgents.filter(
  (agent) => !agentsWithLight.includes(agent) && allSources(agent).some(({ type }) => type === 'camera'),
);
export const agentsWithout = demoAgents.filter((agent) =>
  allSources(agent).every(({ type }) => type === 'button'),
);

/** Names of the clips that cameras of these agents show. */
export function clipsOf(agents: readonly DemoAgent[]): string[] {
  const clips = agents.flatMap(allSources).flatMap((it) => (it.type === 'camera' ? [it.clip] : []));
  return [...new Set(clips)];
}

/** Made once for a data folder: the store knows only their hashes, so losing the file would lock the sites out. */
export function keysOf(dataDir: string): Record<string, string> {
  const file = join(dataDir, 'demo', 'keys.json');
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>) : {};
  const keys = Object.fromEntries(
    demoSites.map(({ siteId }) => [siteId, kept[siteId] ?? randomBytes(32).toString('base64url')]),
  );
  mkdirSync(join(dataDir, 'demo'), { recursive: true, mode: 0o700 });
  writeFileSync(file, JSON.stringify(keys, null, 2), { mode: 0o600 });
  return keys;
}

/** The agent's file; every value is written as JSON, which is YAML too. */
function configOf(
  agent: DemoAgent,
  port: number,
  keys: Record<string, string>,
  options: DemoOptions,
): string {
  const source = (it: AgentSource): object[] => {
    if (it.type === 'button') return [{ id: it.id, type: 'button', kind: it.kind }];
    const address = clipFile(options.dataDir, it.clip);
    if (!options.cameras) return [];
    const camera = { id: it.id, type: 'camera', address };
    return [it.light === undefined ? { ...camera, loop: true } : { ...camera, light: true, name: it.light }];
  };
  const sites = agent.sites.flatMap((site) => [
    `  - id: ${site.siteId}`,
    `    key: ${JSON.stringify(keys[site.siteId])}`,
    // What is caused at a light camera is noticed always, so that its site says so.
    ...(site.sources.some(isLight) ? ['    armed: always'] : []),
    '    sources:',
    ...site.sources.flatMap(source).map((it) => `      - ${JSON.stringify(it)}`),
  ]);
  return [
    '# Written by the launcher at every start of the demo; changes are lost.',
    `server: ${options.url.replace('http', 'ws')}/mqtt`,
    `data: ${JSON.stringify(join(options.dataDir, 'demo', agent.agentId))}`,
    `http: { host: 127.0.0.1, port: ${port} }`,
    'sites:',
    ...sites,
    '',
  ].join('\n');
}
