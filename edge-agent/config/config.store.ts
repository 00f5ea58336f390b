// Finds the configuration (--config or HAIXI_AGENT_CONFIG), reads it with the keys it points to, or lists every fault.
import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { isNode, LineCounter, parseDocument } from 'yaml';
import { faultText } from '../line.js';
import { kindOf } from '../sources/camera/camera-config.js';
import {
  type AgentConfig,
  type ConfigFile,
  configFileSchema,
  type SiteConfig,
  webAddress,
} from './config.js';
import { crossFaults, type Fault, type LooseSite, looseSites, pathText, schemaFaults } from './faults.js';

export type Loaded = { ok: true; config: AgentConfig } | { ok: false; faults: readonly string[] };

/** Paths in the file are meant from the folder of the file. Each fault is one line of text. */
export function loadConfig(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Loaded {
  const path = configPath(args, env);
  if (typeof path !== 'string') return { ok: false, faults: path };
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    return { ok: false, faults: [`${path}: the file can not be read: ${faultText(cause)}`] };
  }
  return readConfig(text, resolve(path));
}

/** The configuration in this text, which stands in the file at this absolute path. */
export function readConfig(text: string, path: string): Loaded {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    const faults = document.errors.map(
      (error) => `${path}:${lines.linePos(error.pos[0]).line}: ${error.message}`,
    );
    return { ok: false, faults };
  }
  const raw: unknown = document.toJS();
  const parsed = configFileSchema.safeParse(raw);
  const sites = looseSites(raw);
  const faults = [...(parsed.success ? [] : schemaFaults(parsed.error)), ...crossFaults(sites)];
  const keys = sites.map((site, index) => readKey(site, index, dirname(path), faults));
  if (!parsed.success || faults.length > 0) {
    const lineOf = (fault: Fault) => lineAt(document, lines, fault.path);
    return { ok: false, faults: faults.map((fault) => faultLine(path, lineOf(fault), fault)) };
  }
  return { ok: true, config: frozen(parsed.data, dirname(path), keys) };
}

function configPath(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): string | string[] {
  try {
    const { values } = parseArgs({ args: [...args], options: { config: { type: 'string' } } });
    const path = values.config ?? env.HAIXI_AGENT_CONFIG;
    return path ? path : ['no configuration: give --config FILE.yaml or set HAIXI_AGENT_CONFIG'];
  } catch (cause) {
    return [`${faultText(cause)}: the only option is --config FILE.yaml`];
  }
}

function readKey({ key, keyFile }: LooseSite, index: number, folder: string, faults: Fault[]): string {
  if (typeof keyFile !== 'string') return typeof key === 'string' ? key : '';
  const fault = (todo: string) => void faults.push({ path: ['sites', index, 'keyFile'], todo });
  try {
    const read = readFileSync(resolve(folder, keyFile), 'utf8').trim();
    if (read === '') fault('this file holds no key');
    return read;
  } catch (cause) {
    fault(`the key can not be read: ${faultText(cause)}`);
    return '';
  }
}

function frozen(file: ConfigFile, folder: string, keys: readonly string[]): AgentConfig {
  const sites = file.sites.map(({ id, sources, armed }, index): SiteConfig => {
    const buttons = sources.filter((source) => source.type === 'button');
    const cameras = sources.filter((source) => source.type === 'camera');
    const placed = cameras.map((camera) => ({ ...camera, address: placedAddress(camera.address, folder) }));
    return { id, key: keys[index] ?? '', buttons, cameras: placed, armed };
  });
  return Object.freeze({
    server: file.server,
    web: file.web === undefined ? webAddress(file.server) : new URL(file.web).origin,
    streamsMax: file.streams,
    dataFolder: resolve(folder, file.data),
    http: file.http,
    sites,
  });
}

function placedAddress(address: string, folder: string): string {
  return kindOf(address) === 'rtsp' || isAbsolute(address) ? address : resolve(folder, address);
}

/** The line of the field, or of the nearest part of the file around it. */
function lineAt(
  document: ReturnType<typeof parseDocument>,
  lines: LineCounter,
  path: readonly PropertyKey[],
): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

function faultLine(file: string, lineNumber: number, { path, todo }: Fault): string {
  const where = pathText(path);
  return `${file}:${lineNumber}: ${where === '' ? '' : `${where}: `}${todo}`;
}
