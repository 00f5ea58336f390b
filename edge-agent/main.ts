// The edge agent's program: runs by a file, or by what the server tells an enrolled box; tries a camera; enrols; examines.
import { randomUUID } from 'node:crypto';
import { agentName, fail, startAgent } from './agent.js';
import { systemClock } from './clock.js';
import { loadConfig } from './config/config.store.js';
import { examine } from './doctor/doctor.service.js';
import { enrolAndRun, runEnrolled } from './enrolled.js';
import { faultText } from './line.js';
import { Ffmpeg, findFfmpeg } from './sources/camera/ffmpeg.service.js';
import { newReach } from './sources/camera/reach.service.js';
import { tryCamera } from './try/try.service.js';

const [word, ...rest] = process.argv.slice(2);

if (word === 'try') process.exitCode = await tryOnce(rest);
else if (word === 'doctor') process.exit(await doctorOnce(rest));
else if (word === 'enroll' || word === 'enrol') await orFail(enrolAndRun(rest, process.env, agentName));
else if (word === 'run') await orFail(runEnrolled(rest, process.env, agentName));
else await orFail(start());

async function start(): Promise<void> {
  const loaded = loadConfig(process.argv.slice(2), process.env);
  if (!loaded.ok) return fail(...loaded.faults);
  await startAgent(loaded.config, null);
}

/** `haixi-agent try ADDRESS`, in place of an agent. */
function tryOnce(args: readonly string[]): Promise<number> {
  return tryCamera(args, process.env, {
    clock: systemClock,
    ffmpegMajor: findFfmpeg,
    newFfmpeg: (ffmpegArgs, listener) => new Ffmpeg(ffmpegArgs, listener),
    tell: (text) => process.stdout.write(`${text}\n`),
    progress: (text) => process.stderr.write(`${text}\n`),
  });
}

/** `haixi-agent doctor`, beside an agent or in place of one. */
function doctorOnce(args: readonly string[]): Promise<number> {
  return examine(args, process.env, {
    clock: systemClock,
    ffmpegMajor: findFfmpeg,
    newFfmpeg: (ffmpegArgs, listener) => new Ffmpeg(ffmpegArgs, listener),
    tell: (text) => process.stdout.write(`${text}\n`),
    progress: (text) => process.stderr.write(`${text}\n`),
    newLink: () => randomUUID(),
    reach: newReach(process.env.HAIXI_AGENT_LOCAL_CAMERAS === '1'),
  });
}

async function orFail(work: Promise<void>): Promise<void> {
  await work.catch((cause: unknown) => fail(faultText(cause)));
}
