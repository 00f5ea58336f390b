// The demo district's life: seeded sites and people, their agents, a story of presses, units on their way.
import { spawnSync } from 'node:child_process';
import { RealWorld } from '../world.js';
import { drawClips } from './demo-clips.js';
import { tellStory } from './demo-story.js';
import { walkUnits } from './demo-walk.js';
import {
  agentsWithCameras,
  agentsWithout,
  clipNames,
  seedStore,
  startAgent,
  type RunningAgent,
} from './demo.js';
import { type Life, type Surroundings, takeMode } from './life.js';
import { signInLinks, welcome } from './welcome.js';

/** The demo of one data folder. */
export function demoLife(around: Surroundings): Life {
  const { dataDir, url, say, changed } = around;
  const agents: RunningAgent[] = [];
  let stopStory = () => {};
  let stopWalk = () => Promise.resolve();

  async function drawn(): Promise<boolean> {
    try {
      await drawClips(dataDir, clipNames);
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
    },
    async settle() {
      for (const agent of agentsWithout)
        agents.push(await startAgent(agent, { dataDir, url, cameras: false, say, changed }));
      await Promise.allSettled(agents.map((agent) => agent.process.ready));
    },
    async welcome(appUrl) {
      const links = await signInLinks(appUrl, url, new RealWorld());
      return { text: welcome(url, links), json: { url, links } };
    },
    async goOn(appUrl) {
      stopWalk = walkUnits(appUrl);
      stopStory = tellStory(
        () => agents.flatMap(({ http, presses }) => presses.map((path) => ({ address: http + path }))),
        say,
      );
      // After the welcome, because the clips take some seconds to draw.
      const cameras = spawnSync('ffmpeg', ['-version']).status === 0 && (await drawn());
      for (const agent of agentsWithCameras) {
        if (around.stopping()) return;
        agents.push(await startAgent(agent, { dataDir, url, cameras, say, changed }));
      }
      changed();
    },
    async stop() {
      stopStory();
      await stopWalk();
      await Promise.all(agents.map((agent) => agent.process.stop(2_000)));
    },
  };
}
