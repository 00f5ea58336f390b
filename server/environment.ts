// The program's environment: read and checked once at the start, every fault listed at once, then frozen.
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type DirectorySettings, directoryVariables, readDirectory } from './environment-directory.js';

const portSchema = z.coerce.number('a port is a number').int().min(1).max(65_535);

const variables = z.object({
  PORT: portSchema,
  HAIXI_DATA: z.string('give the folder for photos and other files').min(1),
  DATABASE_URL: z
    .url('give the address of the store with its application role, postgres://…')
    .regex(/^postgres(ql)?:\/\//, 'begins with postgres://'),
  MQTT_PORT: portSchema.optional(),
  HAIXI_DASHBOARD: z.string().min(1).optional(),
  HAIXI_ORIGIN: z
    .string()
    .refine(isOrigin, 'give scheme and host alone, such as https://skynet.example')
    .optional(),
  HAIXI_SEAL_KEY_FILE: z.string().min(1).optional(),
  HAIXI_RATE_FACTOR: z.coerce.number('a rate factor is a number').min(0.1).max(1_000).default(1),
  ...directoryVariables,
  MQTT_URL: z
    .string()
    .refine(isBrokerUrl, 'give the broker with the server’s own name, such as mqtts://haixi@broker.example')
    .optional(),
  MQTT_PASSWORD_FILE: z.string().min(1).optional(),
  HAIXI_AGENT_MQTT: z.url('give the broker as agents reach it, such as mqtts://broker.example').optional(),
});

/** What the program was started with; also the token under which Nest hands it in. */
export abstract class Environment {
  /** The one web port, on 127.0.0.1: HTTP, live socket at `/live`, MQTT at `/mqtt`. 0 is any free one, for tests. */
  abstract readonly port: number;
  /** A further MQTT listener over plain TCP on 127.0.0.1; null for none. */
  abstract readonly mqttPort: number | null;
  /** Folder for files: photos stand in `photos` below it. */
  abstract readonly dataDir: string;
  /** The store, with the application's role. */
  abstract readonly databaseUrl: string;
  /** Folder of the built dashboard; it need not exist. */
  abstract readonly dashboardDir: string;
  /** Where browsers and agents find the server: scheme and host, without a slash at the end. */
  abstract readonly origin: string;
  /** The file of the key that seals secrets in the store; it is made where it is missing. */
  abstract readonly sealKeyFile: string;
  /** How many times the usual number of requests a minute the doors take: more for many people behind one address. */
  abstract readonly rateFactor: number;
  /** Another broker than the embedded one; null for that. The name in its address is the server's own there. */
  abstract readonly broker: { readonly url: string; readonly passwordFile: string } | null;
  /** The broker's address as agents are told it. */
  abstract readonly agentBrokerUrl: string;
  /** The organisation's directory, where one signs in by it; null for none. */
  abstract readonly directory: DirectorySettings | null;
}

/**
 * The environment out of the process's variables.
 * @throws Error with one line for each variable that is missing or wrong.
 */
export function readEnvironment(from: NodeJS.ProcessEnv): Readonly<Environment> {
  // An empty variable is one that was not set: that is how a shell or a unit file leaves one out.
  const given = Object.fromEntries(Object.entries(from).filter(([, value]) => value !== ''));
  const read = variables.safeParse(given);
  if (!read.success) {
    const faults = read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`the server can't start with this environment:\n  ${faults.join('\n  ')}`);
  }
  const { PORT, MQTT_PORT, HAIXI_DATA, DATABASE_URL, HAIXI_DASHBOARD, HAIXI_ORIGIN, HAIXI_SEAL_KEY_FILE } =
    read.data;
  const { MQTT_URL, MQTT_PASSWORD_FILE, HAIXI_AGENT_MQTT, HAIXI_RATE_FACTOR } = read.data;
  if (MQTT_URL && !MQTT_PASSWORD_FILE)
    throw new Error(
      'the server can’t start with this environment:\n  MQTT_PASSWORD_FILE: give the file that holds the server’s password on the broker of MQTT_URL',
    );
  const origin = HAIXI_ORIGIN ?? `http://127.0.0.1:${PORT}`;
  const dataDir = resolve(HAIXI_DATA);
  return Object.freeze({
    port: PORT,
    mqttPort: MQTT_PORT ?? null,
    dataDir,
    databaseUrl: DATABASE_URL,
    dashboardDir: HAIXI_DASHBOARD ? resolve(HAIXI_DASHBOARD) : builtDashboard(),
    origin,
    sealKeyFile: HAIXI_SEAL_KEY_FILE ? resolve(HAIXI_SEAL_KEY_FILE) : join(dataDir, 'seal.key'),
    rateFactor: HAIXI_RATE_FACTOR,
    directory: readDirectory(read.data),
    broker:
      MQTT_URL && MQTT_PASSWORD_FILE ? { url: MQTT_URL, passwordFile: resolve(MQTT_PASSWORD_FILE) } : null,
    agentBrokerUrl:
      HAIXI_AGENT_MQTT ?? (MQTT_URL ? withoutName(MQTT_URL) : `${origin.replace('http', 'ws')}/mqtt`),
  });
}

/** True for an MQTT address with a name and without a password: that has a file of its own. */
function isBrokerUrl(text: string): boolean {
  const url = URL.parse(text);
  if (!url || !['mqtt:', 'mqtts:', 'ws:', 'wss:'].includes(url.protocol)) return false;
  return url.hostname !== '' && url.username !== '' && url.password === '';
}

function withoutName(address: string): string {
  const url = new URL(address);
  url.username = '';
  return url.href;
}

/** True for `http://host[:port]` and `https://…` as a browser writes it. */
function isOrigin(text: string): boolean {
  return /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

/** Beside this package, whether this file runs from its source or from dist. */
function builtDashboard(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const server = here.endsWith('dist') ? dirname(here) : here;
  return join(server, '..', 'dashboard', 'dist', 'app');
}
