// Bundles a tool of test/ out of the sources of all programs, so that it runs on Node like a program of its own.
import { join } from 'node:path';
import { toolOf } from './build.mjs';
import { mustRun, phase } from './progress.mjs';

/**
 * @param {string} root
 * @param {string} name the folder under test/ whose main.ts it is
 * @returns {Promise<string>} the script, from the root
 */
export async function bundleTool(root, name) {
  const [node, vite] = toolOf(root, 'vite');
  const out = join('test', 'dist', 'tools', name);
  await phase(`Building ${name}`, () =>
    mustRun(
      node,
      [
        ...vite,
        'build',
        '--logLevel',
        'warn',
        '--ssr',
        `${name}/main.ts`,
        '--outDir',
        join('dist', 'tools', name),
      ],
      { cwd: join(root, 'test'), failure: 'The tool could not be built; the reasons stand above.' },
    ),
  );
  return join(out, 'main.js');
}
