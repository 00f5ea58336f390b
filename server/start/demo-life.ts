// The demo district's life: seeded sites and people, their agents, a story of presses and alarms, units on their way.
import { spawnSync } from 'node:child_process';
import { RealWorld } from '../world.js';
import { drawClips } from './demo-clips.js';
import { tellStorm, tellStory } from './demo-story.js';
import { type Crew, startCrew } from './crew/crew.js';
import { seedPast } from './crew/past.js';
import {
  agentsWithCameras,
  agentsWithLight,
  agentsWithout,
  clipsOf,
  keysOf,
  seedStore,
  startAgent,
  type RunningAgent,
} from './demo.js';
import { type Life, type Surroundings, takeMode } from './life.js';
import { signInLinks, welcome } from './welcome.js';

/** What happens in it: now and then something; nothing by itself; or a storm of alarms first of all. */
export type Weather = 'story' | 'quiet' | 'storm';

/** The demo of one data folder. */
export function demoLife(around: Surroundings, weather: Weather): Life {
  const { dataDir, url, say, changed } = around;
  const agents: RunningAgent[] = [];
  const stops: (() => void)[] = [];
  let crew: Crew | undefined;

  async function drawn(names: readonly string[]): Promise<boolean> {
    try {
      await drawClips(dataDir, names, around.stopping);
      return true;
    } catch (error) {
      say(`The demo goes on without its cameras: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    }
  }

  return {
    agents,
    async prepare(ownerUrl) {
      await takeMode(ownerUrl, 'demo');
      await seedStore(ownerUrl, dataDir);
      if (weather === 'quiet') return;
      const nowMs = Date.now();
      const count = await seedPast(ownerUrl, nowMs, String(nowMs));
      if (count > 0) say(`The demo begins with a day behind it: ${count} incidents.`);
    },
    async settle() {
      for (const agent of agentsWithout)
        agents.push(await startAgent(agent, { dataDir, url, cameras: false, say, changed }));
      await Promise.allSettled(agents.map((agent) => agent.process.ready));
    },
    async welcome(appUrl) {
      const links = await signInLinks(appUrl, url, new RealWorld());
      return { text: welcome(url, links, weather !== 'quiet'), json: { url, links } };
    },
    async goOn(appUrl) {
      const world = new RealWorld();
      const seed = String(world.nowMs());
      crew = startCrew({ url, databaseUrl: appUrl, world, seed, pace: 1, acts: weather !== 'quiet' });
      const keys = keysOf(dataDir);
      const keyOf = (siteId: string) => keys[siteId] ?? '';
      const story = { url, seed, crew, agents: () => agents, keyOf, say };
      if (weather !== 'quiet') stops.push(tellStory(story));
      // After the welcome, because the clips take some seconds to draw.
      const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;
      const cameras = hasFfmpeg && (await drawn(clipsOf(agentsWithCameras)));
      for (const agent of agentsWithCameras) {
        if (around.stopping()) return;
        agents.push(await startAgent(agent, { dataDir, url, cameras, say, changed }));
      }
      changed();
      // A light camera shows its clip as soon as it has been drawn.
      for (const agent of agentsWithLight) {
        if (around.stopping()) return;
        agents.push(await startAgent(agent, { dataDir, url, cameras, say, changed }));
      }
      changed();
      if (weather === 'storm') stops.push(tellStorm(story));
      if (cameras) await drawn(clipsOf(agentsWithLight));
    },
    async stop() {
      for (const stop of stops) stop();
      await crew?.stop();
      await Promise.all(agents.map((agent) => agent.process.stop(2_000)));
    },
  };
}
