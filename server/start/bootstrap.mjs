// Entry of every npm script, in the built-ins of Node 20: prepares the clone, then goes on with the lockfile's own Node 24.
import { spawn, spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildDashboard, buildPrograms, nodeOf } from './build.mjs';
import { check } from './check.mjs';
import { ensureDebian } from './debian.mjs';
import { dev } from './dev.mjs';
import { ensureInstalled } from './install.mjs';
import { PhaseFault } from './progress.mjs';
import { runTests } from './run-tests.mjs';
import { bundleTool } from './tools.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const [command, ...args] = process.argv.slice(2);

/** @type {Record<string, () => Promise<number>>} Each gives the exit code. */
const commands = {
  async start() {
    await buildPrograms(root);
    await buildDashboard(root);
    await offerFfmpeg();
    return onNode24(['server/dist/start/launch.js', ...args]);
  },
  test: () => runTests(root, args),
  check: () => check(root),
  async dev() {
    await buildPrograms(root);
    await offerFfmpeg();
    return dev(root, () => onNode24(['server/dist/start/launch.js', '--watch', ...args]));
  },
  async verify() {
    await buildPrograms(root, ['server']);
    return onNode24(['server/dist/log/verify.js', ...args]);
  },
  async 'load:video'() {
    await buildPrograms(root, ['server']);
    return onNode24(['server/dist/media/load/main.js', ...args]);
  },
  sim: () => runTool('sim'),
  chaos: () => runTool('chaos'),
  fuzz: () => runTool('fuzz'),
  soak: () => runTool('soak'),
  bench: () => runTool('bench'),
  'load:return': () => runTool('return'),
  async 'docs:wire'() {
    await buildPrograms(root, ['proto']);
    return onNode24(['proto/dist/wire/write.js', ...args]);
  },
  'docs:pictures'() {
    process.env.HAIXI_PICTURES = join(root, 'docs', 'guide', 'pictures');
    return runTests(root, ['--project', 'e2e', 'e2e/guide.test.ts']);
  },
  async 'detect:report'() {
    await buildPrograms(root, ['edge-agent']);
    const remedy = await ensureDebian(['ffmpeg', 'motion'], root);
    if (remedy) process.stderr.write(`What the report needs is not all there. To have it: ${remedy}\n`);
    return onNode24(['edge-agent/dist/detection/report.js', ...args]);
  },
};

async function main() {
  const run = commands[command];
  if (!run) throw new PhaseFault(`Unknown command; known are: ${Object.keys(commands).join(', ')}.`);
  if (Number(process.versions.node.split('.')[0]) < 20) {
    throw new PhaseFault(`Node 20 or newer is needed to begin; this is ${process.version}.`);
  }
  if (process.platform !== 'linux' || !['x64', 'arm64'].includes(process.arch)) {
    throw new PhaseFault(`Linux on x64 or arm64 is needed; this is ${process.platform} on ${process.arch}.`);
  }
  await ensureInstalled(root);
  return run();
}

/** A tool of test/, which starts the programs as they are built. */
async function runTool(name) {
  await buildPrograms(root);
  return onNode24([await bundleTool(root, name), ...args]);
}

/** Cameras of the demo need ffmpeg; without it everything else starts. */
async function offerFfmpeg() {
  if (spawnSync('ffmpeg', ['-version']).status === 0) return;
  const remedy = await ensureDebian(['ffmpeg'], root);
  if (remedy)
    process.stderr.write(
      `ffmpeg is missing, so the demo starts without its cameras. To have them: ${remedy}\n`,
    );
}

/**
 * Runs a script of the built tree and becomes it as far as that is possible: same terminal, same folder, its signals,
 * its exit code. If npm or this process is killed the child sees its channel close and stops by itself.
 * @param {string[]} line
 * @returns {Promise<number>}
 */
function onNode24(line) {
  return new Promise((settle, fail) => {
    const env = { ...process.env, PATH: `${join(root, 'node_modules', '.bin')}:${process.env.PATH}` };
    const child = spawn(nodeOf(root), line, {
      cwd: root,
      env,
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
    const watch = process.env.npm_lifecycle_event ? stopWithoutParent(child) : undefined;
    child.on('error', fail);
    child.on('exit', (code, signal) => {
      clearInterval(watch);
      if (signal) process.stderr.write(`Ended by ${signal}. The next start recovers.\n`);
      settle(code ?? 1);
    });
  });
}

/** npm killed by -9 can pass no signal on, but its death gives us another parent. */
function stopWithoutParent(child) {
  const parent = process.ppid;
  return setInterval(() => {
    if (process.ppid !== parent && child.connected) child.disconnect();
  }, 250);
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof PhaseFault ? error.message : error?.stack}\n`);
  process.exitCode = 1;
}
