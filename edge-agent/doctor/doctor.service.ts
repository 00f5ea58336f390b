// `haixi-agent doctor`: what is wrong with the box, its network, its server and its cameras, a line each.
import type { SiteConfig } from '../config/config.js';
import type { CameraConfig } from '../sources/camera/camera-config.js';
import type { Reach } from '../sources/camera/reach.service.js';
import { sentCodec } from '../streams/burnt.js';
import { look, type LookParts } from '../try/look.service.js';
import { type Asked, readAsked } from './asked.js';
import { findAgent, findConfig, findDisk, type Patient, type Running } from './box.service.js';
import { type Finding, isWell, jsonOf, lineOf } from './finding.js';
import { findWay } from './network.service.js';
import { askBroker, askWeb } from './server.service.js';

export interface DoctorParts extends Omit<LookParts, 'progress'> {
  /** For stdout. */
  readonly tell: (text: string) => void;
  /** What goes on meanwhile, for stderr. */
  readonly progress: (text: string) => void;
  readonly newLink: () => string;
  /** Where a camera's address of the server's may lead. */
  readonly reach: Reach;
}

/** Answers the exit code: 0 where nothing is a fault, 1 where something is, 2 for a question that is none. */
export async function examine(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  parts: DoctorParts,
): Promise<number> {
  const asked = readAsked(args, env);
  if ('fault' in asked) {
    parts.progress(asked.fault);
    return 2;
  }
  const findings: Finding[] = [];
  const found = (all: readonly Finding[]) => {
    findings.push(...all);
    if (!asked.json) for (const finding of all) parts.tell(lineOf(finding, asked.language));
  };
  await findAll(asked, parts, found);
  if (asked.json) parts.tell(jsonOf(findings, asked.language));
  return isWell(findings) ? 0 : 1;
}

type Found = (findings: readonly Finding[]) => void;

async function findAll(asked: Asked, parts: DoctorParts, found: Found): Promise<void> {
  const { patient, findings } = await findConfig(asked);
  found(findings);
  if (!patient) return;
  const { config } = patient;
  found([await findDisk(config.dataFolder)]);
  const { running, finding } = await findAgent(config);
  found([finding]);
  const nowMs = () => parts.clock.nowMs();

  const broker = await findWay(config.server, nowMs());
  found(broker);
  const isNear = config.web !== null && new URL(config.web).host === new URL(config.server).host;
  const web = isNear || config.web === null ? broker : await findWay(config.web, nowMs());
  if (!isNear) found(config.web === null ? [noWeb] : web);
  const [first] = config.sites;
  if (config.web !== null && first && isWell(web)) found(await askWeb(config.web, first, nowMs));
  for (const site of config.sites) {
    if (isWell(broker) && finding.code !== 'agentSilent')
      found([await brokerOf(site, patient, running, parts)]);
    for (const camera of site.cameras) found([await cameraOf(camera, site, patient, running, parts)]);
  }
}

const noWeb: Finding = { subject: 'web', of: '', state: 'warn', code: 'webNone', about: '' };

/** Where the agent runs, its own link is what counts, and a second one would throw it out. */
async function brokerOf(
  site: SiteConfig,
  { config }: Patient,
  running: Running | null,
  parts: DoctorParts,
): Promise<Finding> {
  if (!running) return askBroker(config.server, site, parts.newLink());
  const link = running.sites.find(({ id }) => id === site.id)?.link;
  const isOpen = link?.state === 'open';
  const about = link?.detail ?? 'the agent does not run this site: restart it';
  return {
    subject: 'broker',
    of: site.id,
    state: isOpen ? 'ok' : 'fault',
    code: isOpen ? 'brokerGood' : 'brokerBad',
    about: isOpen ? '' : about,
  };
}

/** What the running agent sees need not be opened a second time: some cameras let in but one. */
async function cameraOf(
  camera: CameraConfig,
  site: SiteConfig,
  { isEnrolled }: Patient,
  running: Running | null,
  parts: DoctorParts,
): Promise<Finding> {
  const of = `${site.id}/${camera.id}`;
  const seen = running?.sites
    .find(({ id }) => id === site.id)
    ?.cameras.find(({ sourceId }) => sourceId === camera.id);
  if (seen?.state === 'ok' && seen.fault === null) return picture(of, camera, seen);
  const reached = isEnrolled ? await parts.reach(camera) : { ok: true as const, opened: camera };
  if (!reached.ok) return { subject: 'camera', of, state: 'fault', code: 'cameraBad', about: reached.fault };
  parts.progress(`… ${of}`);
  const looked = await look(reached.opened, { ...parts, progress: () => {} });
  if (!looked.ok) return { subject: 'camera', of, state: 'fault', code: 'cameraBad', about: looked.fault };
  return picture(of, camera, looked.found.stream);
}

function picture(
  of: string,
  { privacy }: CameraConfig,
  { codec, width, height }: { codec: string | null; width: number | null; height: number | null },
): Finding {
  const about = `${codec ?? '?'} ${width ?? '?'}×${height ?? '?'}`;
  const plays = codec === null || sentCodec(codec, privacy.length) === 'h264';
  return {
    subject: 'camera',
    of,
    state: plays ? 'ok' : 'warn',
    code: plays ? 'cameraGood' : 'cameraNoBrowser',
    about,
  };
}
