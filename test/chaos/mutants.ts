// Guarantees broken on purpose, each by one change of a source while it is bundled, for the test that chaos can fail.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'vite';

export interface Mutant {
  readonly name: string;
  /** The program's beginning, and the source that is changed, both from the root. */
  readonly entry: string;
  readonly file: string;
  /** Stands there once. */
  readonly find: string;
  readonly replace: string;
}

/** Takes the broker's PUBACK for the server's own answer (rule D2). */
export const believesPuback: Mutant = {
  name: 'believes-puback',
  entry: 'edge-agent/main.ts',
  file: 'edge-agent/link/connection.service.ts',
  find: `text, { qos, retain }, () => {`,
  replace: `text, { qos, retain }, (error) => {
      if (!error && name === 'alarms') {
        const answer = { epoch: message.epoch, stored: [message.seq], refused: [] };
        this.parts.received(siteTopic('answers', this.parts.siteId), Buffer.from(JSON.stringify(answer)));
      }`,
};

/** A screen that counts an event and does not show it (rule L2). */
export const skipsEvents: Mutant = {
  name: 'skips-events',
  entry: 'test/chaos/main.ts',
  file: 'dashboard/live/apply-frame.ts',
  find: `if (event.n <= have) continue;`,
  replace: `if (event.n <= have) continue;
    if (event.type === 'alarm.joined') {
      picture = { ...picture, vector: { ...picture.vector, [event.areaId]: event.n } };
      continue;
    }`,
};

/** Bundles the program with the change in it; gives the script. Throws where the text is not found once. */
export async function bundleMutant(root: string, mutant: Mutant): Promise<string> {
  const { name, entry, file, find, replace } = mutant;
  if (readFileSync(join(root, file), 'utf8').split(find).length !== 2)
    throw new Error(`${name}: its text does not stand once in ${file}`);
  const changed: Plugin = {
    name,
    enforce: 'pre',
    transform: (code, id) => (id === join(root, file) ? code.replace(find, () => replace) : null),
  };
  // Below test/dist, so that packages are found as they are by the tool itself.
  const outDir = join(root, 'test', 'dist', 'tools', name);
  await build({
    root: join(root, 'test'),
    logLevel: 'warn',
    plugins: [changed],
    build: { ssr: join(root, entry), outDir },
  });
  return join(outDir, 'main.js');
}
