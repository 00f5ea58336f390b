// Brings node_modules to what package-lock.json says, before anything of it is used; the start's first phase.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun, phase } from './progress.mjs';

/**
 * Runs `npm ci` if the lockfile or a package.json changed since the last time, or it never ran.
 * @param {string} root
 * @throws {import('./progress.mjs').PhaseFault} with npm's own words if it fails
 */
export async function ensureInstalled(root) {
  const stamp = join(root, 'node_modules', '.haixi-installed');
  const wanted = hashOfManifests(root);
  if (read(stamp) === wanted) return;
  if (!installedByHand(root)) {
    await phase('Installing the packages of package-lock.json (npm ci)', () =>
      // An inherited NODE_ENV=production would leave out the compiler.
      mustRun('npm', ['ci', '--include=dev', '--include=optional', '--loglevel=error', '--no-progress'], {
        cwd: root,
        failure:
          'npm ci failed; its reason stands above. A network or a registry that npm can reach is needed once.',
      }),
    );
  }
  writeFileSync(stamp, wanted);
}

/** npm keeps what it installed in a hidden lockfile: if that agrees with ours, a person has run npm already. */
function installedByHand(root) {
  const hidden = read(join(root, 'node_modules', '.package-lock.json'));
  if (!hidden || !existsSync(join(root, 'node_modules', '.bin', 'node'))) return false;
  const present = JSON.parse(hidden).packages;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    // Optional ones are other platforms' binaries.
    if (!present[path]) return entry.optional === true;
    return present[path].version === entry.version && present[path].integrity === entry.integrity;
  });
}

function hashOfManifests(root) {
  const { workspaces } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const files = [
    'package-lock.json',
    'package.json',
    ...workspaces.map((name) => join(name, 'package.json')),
  ];
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(join(root, file))).update('\0');
  return hash.digest('hex');
}

function read(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
