// What `npm start` was asked for: environment and flags, read once, every fault listed at once.
import { resolve } from 'node:path';
import type { Weather } from './demo-life.js';
import { StartFault } from './fault.js';

export interface Options {
  /** The one web port on 127.0.0.1. */
  port: number;
  /** Everything that is kept: database, photos, the demo's keys and clips. */
  dataDir: string;
  /** Print one line of JSON on stdout once ready, and everything else on stderr. */
  json: boolean;
  /** An empty store for real use, without the demo; else the demo district. */
  production: boolean;
  /** What happens in the demo by itself. */
  weather: Weather;
  /** Where browsers find it, such as https://skynet.example: what links begin with. */
  origin: string;
  /** Restart the programs when their build changes. */
  watch: boolean;
}

/** Every flag and what it does, as a wrong one is answered. */
const flags: Readonly<Record<string, string>> = {
  '--json': 'print one line of JSON once ready',
  '--production': 'an empty store for real use, without the demo',
  '--quiet': 'a demo without colleagues, story and history: nothing happens by itself',
  '--storm': 'a demo that begins with some 200 alarms within a minute',
  '--watch': 'restart programs when their build changes',
};

/** @throws StartFault `settings`, one line for each fault. */
export function readOptions(env: NodeJS.ProcessEnv, args: string[]): Options {
  const port = Number(env['PORT'] || 8080);
  const faults = args
    .filter((arg) => !Object.hasOwn(flags, arg))
    .map((arg) => `${arg}: unknown flag; known are ${known}`);
  const given = ['--production', '--quiet', '--storm'].filter((flag) => args.includes(flag));
  if (given.length > 1) faults.push(`${given.join(' and ')}: only one of them can be had at once`);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    faults.push(`PORT=${env['PORT']}: a port is a whole number from 1 to 65535`);
  }
  if (env['HAIXI_DATA']?.includes('\0')) faults.push('HAIXI_DATA: this is not the name of a folder');
  const production = args.includes('--production');
  const origin = env['HAIXI_ORIGIN'] || `http://127.0.0.1:${port}`;
  if (!isOrigin(origin))
    faults.push(`HAIXI_ORIGIN=${origin}: write https:// and the host, such as https://skynet.example`);
  if (faults.length > 0) throw new StartFault('settings', faults.join('\n'));
  return {
    port,
    dataDir: resolve(env['HAIXI_DATA'] || (production ? 'data-production' : 'data')),
    production,
    weather: args.includes('--storm') ? 'storm' : args.includes('--quiet') ? 'quiet' : 'story',
    origin,
    json: args.includes('--json'),
    watch: args.includes('--watch'),
  };
}

const known = Object.entries(flags)
  .map(([flag, does]) => `${flag} (${does})`)
  .join(', ');

function isOrigin(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && ['http:', 'https:'].includes(url.protocol) && url.origin === text;
}
