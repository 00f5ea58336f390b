// What no line of any log may hold: every secret of a run, looked for in all that its programs have said.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Kind, zoo } from '../../camera/zoo.js';
import type { SystemFacts } from './system.js';

/** The secrets of a running demo: sign-in links, sessions, keys of sites, the seal, passwords of the store and of cameras. */
export function secretsOf({ data, links }: SystemFacts): string[] {
  const keys = ['demo/keys.json', 'postgres/secrets.json'].flatMap((file) =>
    Object.values(JSON.parse(readFileSync(join(data, file), 'utf8')) as Record<string, string>),
  );
  const sessions = readdirSync(data).filter((name) => name.startsWith('session-'));
  const tokens = Object.values(links).map((link) => link.split('/').at(-1)!);
  const cameras = Object.values<Kind>(zoo).flatMap(({ login }) => (login ? [login.password] : []));
  const files = [...sessions, 'seal.key'].map((name) => join(data, name)).filter(existsSync);
  const kept = files.map((file) => readFileSync(file));
  const written = kept.flatMap((bytes) => [
    bytes.toString('utf8').trim(),
    bytes.toString('hex'),
    bytes.toString('base64'),
  ]);
  return [...keys, ...tokens, ...cameras, ...written];
}

/** The lines that hold one of the secrets, each cut where the secret begins. */
export function leaks(said: string, secrets: readonly string[]): string[] {
  const long = secrets.filter((secret) => secret.length >= 6);
  return said.split('\n').flatMap((line) => {
    const found = long.find((secret) => line.includes(secret));
    return found === undefined ? [] : [`${line.slice(0, line.indexOf(found))}…`];
  });
}
