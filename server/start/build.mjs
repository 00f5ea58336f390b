// Builds what is older than its sources: the programs by `tsc -b`, which knows itself, the dashboard by a hash of its sources.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun, phase } from './progress.mjs';

/** Where the lockfile's own Node is, whichever one runs this. */
export const nodeOf = (root) => join(root, 'node_modules', '.bin', 'node');

/** A tool of node_modules, run on that Node. */
export const toolOf = (root, name) => [nodeOf(root), [join(root, 'node_modules', '.bin', name)]];

/**
 * Compiles the named projects and what they refer to; under a second when nothing changed.
 * @param {string} root
 * @param {string[]} projects
 */
export async function buildPrograms(root, projects = ['proto', 'edge-agent', 'server']) {
  const [node, tsc] = toolOf(root, 'tsc');
  await phase('Building the programs', () =>
    mustRun(node, [...tsc, '-b', ...projects], {
      cwd: root,
      failure: 'The build failed; the reasons stand above.',
    }),
  );
}

/**
 * Builds the dashboard unless its sources are those of the last build.
 * @param {string} root
 */
export async function buildDashboard(root) {
  const dist = join(root, 'dashboard', 'dist');
  const stamp = join(dist, '.built-from');
  const sources = hashOfSources(root);
  if (
    existsSync(join(dist, 'app', 'index.html')) &&
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === sources
  )
    return;
  const [node, vite] = toolOf(root, 'vite');
  await phase('Building the dashboard', () =>
    mustRun(node, [...vite, 'build', '--logLevel', 'warn'], {
      cwd: join(root, 'dashboard'),
      failure: 'The dashboard could not be built; the reasons stand above.',
    }),
  );
  writeFileSync(stamp, sources);
}

/** By content, because a checkout gives every file a new time. */
function hashOfSources(root) {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  for (const folder of ['dashboard', 'proto']) {
    const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
      .filter((file) => !/\/(dist|node_modules)\/|\.test\.tsx?$/.test(file.slice(join(root, folder).length)))
      .toSorted();
    for (const file of files) hash.update(file.slice(root.length)).update('\0').update(readFileSync(file));
  }
  return hash.digest('hex');
}
