// What the doctor looks at on the machine itself: whose configuration it is, its disk, and the agent that may be running.
import { join, resolve } from 'node:path';
import { loadConfig } from '../config/config.store.js';
import type { AgentConfig } from '../config/config.js';
import { Box } from '../enrol/box.store.js';
import { enrolledConfig } from '../enrol/enrolled-config.js';
import { faultText } from '../line.js';
import { lockFolder } from '../outbox/lock.store.js';
import { nodeDisk } from '../outbox/node-disk.store.js';
import { z } from 'zod';
import type { Asked } from './asked.js';
import type { Finding } from './finding.js';

const lowMb = 200;
const megabyte = 1024 * 1024;

export interface Patient {
  readonly config: AgentConfig;
  /** Its sources come from the server. */
  readonly isEnrolled: boolean;
}

/** The configuration, or null with what is wrong with it. */
export async function findConfig({ config: path, data }: Asked): Promise<{
  patient: Patient | null;
  findings: Finding[];
}> {
  if (path !== null) {
    const loaded = loadConfig(['--config', path], {});
    if (!loaded.ok) return { patient: null, findings: loaded.faults.map((fault) => bad('configBad', fault)) };
    return { patient: { config: loaded.config, isEnrolled: false }, findings: [good(resolve(path))] };
  }
  const folder = resolve(data);
  try {
    const names = await nodeDisk.names(folder).catch(() => null);
    if (names === null) return { patient: null, findings: [bad('notEnrolled', folder)] };
    const box = new Box(nodeDisk, folder);
    const [granted, told, pending] = [await box.granted(), await box.config(), await box.pending()];
    if (granted) {
      const http = { host: '127.0.0.1', port: 9300 };
      const config = enrolledConfig(granted, told, { dataFolder: folder, http });
      const untold: Finding[] = told
        ? []
        : [{ subject: 'config', of: '', state: 'warn', code: 'notTold', about: '' }];
      return { patient: { config, isEnrolled: true }, findings: [good(folder), ...untold] };
    }
    const finding = pending ? bad('waitsForClaim', pending.serial) : bad('notEnrolled', folder);
    return { patient: null, findings: [finding] };
  } catch (cause) {
    return { patient: null, findings: [bad('configBad', faultText(cause))] };
  }
}

/** Writes, reads and removes a small file. */
export async function findDisk(folder: string): Promise<Finding> {
  const path = join(folder, 'doctor.part');
  try {
    await nodeDisk.makeFolder(folder);
    const file = await nodeDisk.open(path);
    try {
      await file.write(0, Buffer.from('haixi'));
      await file.sync();
    } finally {
      await file.close();
    }
    await nodeDisk.remove(path);
    const freeMb = Math.floor((await nodeDisk.freeBytes(folder)) / megabyte);
    const state = freeMb >= lowMb ? 'ok' : freeMb >= 64 ? 'warn' : 'fault';
    const code = state === 'ok' ? 'diskGood' : 'diskLow';
    return { subject: 'disk', of: '', state, code, about: String(freeMb) };
  } catch (cause) {
    return { subject: 'disk', of: '', state: 'fault', code: 'diskBad', about: faultText(cause) };
  }
}

const runningSchema = z.object({
  sites: z.array(
    z.object({
      id: z.string(),
      link: z.object({ state: z.string(), detail: z.string() }).nullable(),
      cameras: z.array(
        z.object({
          sourceId: z.string(),
          state: z.string(),
          codec: z.string().nullable(),
          width: z.number().nullable(),
          height: z.number().nullable(),
          fault: z.string().nullable(),
        }),
      ),
    }),
  ),
});
export type Running = z.infer<typeof runningSchema>;

/** What the agent that holds this folder tells of itself; null where none does, or none tells. */
export async function findAgent({
  dataFolder,
  http,
}: AgentConfig): Promise<{ running: Running | null; finding: Finding }> {
  const isFree = await lockFolder(dataFolder).catch(() => true);
  if (isFree) return { running: null, finding: { ...agent, state: 'ok', code: 'agentStopped', about: '' } };
  const about = `http://${http.host}:${http.port}/state`;
  try {
    const response = await fetch(about, { signal: AbortSignal.timeout(5_000) });
    const running = runningSchema.parse(await response.json());
    return { running, finding: { ...agent, state: 'ok', code: 'agentRuns', about } };
  } catch {
    return { running: null, finding: { ...agent, state: 'warn', code: 'agentSilent', about } };
  }
}

const agent = { subject: 'agent', of: '' } as const;

function good(about: string): Finding {
  return { subject: 'config', of: '', state: 'ok', code: 'configGood', about };
}

function bad(code: Finding['code'], about: string): Finding {
  return { subject: 'config', of: '', state: 'fault', code, about };
}
