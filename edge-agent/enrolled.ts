// A headless box: comes for its credentials once, and runs by them and by what the server tells from then on.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readSticker } from '@haixi/proto/devices/orders';
import { fail, holdFolder, say, startAgent } from './agent.js';
import { systemClock } from './clock.js';
import { webFault } from './enrol/addresses.js';
import { type Asked, readAsked, usage } from './enrol/asked.js';
import { Box, type Granted, type Pending } from './enrol/box.store.js';
import { enrol } from './enrol/enrol.service.js';
import { enrolledConfig } from './enrol/enrolled-config.js';
import { nodeDisk } from './outbox/node-disk.store.js';

type Env = Readonly<Record<string, string | undefined>>;

/** `haixi-agent enroll`: what it was asked, or what an earlier life did not finish; then the agent runs, unless `--once`. */
export async function enrolAndRun(args: readonly string[], env: Env, agent: string): Promise<void> {
  const { asked, folder, box } = await open(args, env);
  const sticker = stickerOf(asked);
  const granted = asked.anew ? null : await box.granted();
  if (granted && sticker && sticker.serial !== granted.serial) {
    return fail(
      `${folder} is enrolled with the sticker ${granted.serial} as the site ${granted.siteId}: ` +
        `give this box another folder, or --anew to give these credentials up`,
    );
  }
  const ready = granted ?? (await comeFor(await pendingOf(asked, sticker, box), box, agent));
  if (asked.once) process.exit(0);
  await run(ready, box, folder, asked);
}

/** `haixi-agent run`: by the credentials that the folder has, or by the enrolment that it waits for. */
export async function runEnrolled(args: readonly string[], env: Env, agent: string): Promise<void> {
  const { asked, folder, box } = await open(args, env);
  const pending = await box.pending();
  const granted = (await box.granted()) ?? (pending && (await comeFor(pending, box, agent)));
  if (!granted) return fail(`${folder} is not enrolled: ${usage[0]}`);
  await run(granted, box, folder, asked);
}

async function open(args: readonly string[], env: Env) {
  const read = readAsked(args, env);
  if (!read.ok) return fail(...read.faults);
  const folder = resolve(read.asked.data);
  await holdFolder(folder);
  return { asked: read.asked, folder, box: new Box(nodeDisk, folder) };
}

function stickerOf({ sticker, file }: Asked): ReturnType<typeof readSticker> {
  const text =
    sticker === '-' ? readFileSync(0, 'utf8') : file === null ? sticker : readFileSync(file, 'utf8');
  if (text === null) return null;
  return (
    readSticker(text) ?? fail('this is no sticker: its text begins with HX1: and has 36 more characters')
  );
}

/** The key is on the disk before anybody hears of it: whatever breaks, the same key is asked with again. */
async function pendingOf(
  { server }: Asked,
  sticker: ReturnType<typeof readSticker>,
  box: Box,
): Promise<Pending> {
  const before = await box.pending();
  if (!sticker) return before ?? fail(usage[0]);
  if (server === null) return fail(`which server? ${usage[0]}`);
  const fault = webFault(server);
  if (fault !== null) return fail(fault);
  const isSame = before?.serial === sticker.serial && before.claimCode === sticker.claimCode;
  const key = isSame ? before.key : randomBytes(32).toString('base64url');
  const pending = { server: new URL(server).origin, ...sticker, key };
  await box.keepPending(pending);
  return pending;
}

async function comeFor(pending: Pending, box: Box, agent: string): Promise<Granted> {
  say('enrolment_begins', { serial: pending.serial, server: pending.server });
  const stopWaiting = () => process.exit(0);
  process.once('SIGTERM', stopWaiting).once('SIGINT', stopWaiting).once('disconnect', stopWaiting);
  const enrolled = await enrol({ pending, agent, clock: systemClock, random: Math.random, say });
  for (const signal of ['SIGTERM', 'SIGINT', 'disconnect']) process.removeListener(signal, stopWaiting);
  if (!enrolled.ok) return fail(enrolled.fault);
  await box.keepGranted(enrolled.granted);
  say('enrolled', { serial: pending.serial, site: enrolled.granted.siteId, server: enrolled.granted.server });
  return enrolled.granted;
}

async function run(granted: Granted, box: Box, dataFolder: string, { http }: Asked): Promise<void> {
  const told = await box.config();
  await startAgent(enrolledConfig(granted, told, { dataFolder, http }), { granted, box, told });
}
