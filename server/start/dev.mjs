// `npm run dev`: everything as `npm start` has it, with compiler and bundler watching; the launcher restarts the programs.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { toolOf } from './build.mjs';

/**
 * Ends with the launcher, and takes the watchers down with it.
 * @param {string} root
 * @param {() => Promise<number>} launch
 * @returns {Promise<number>} the launcher's exit code
 */
export async function dev(root, launch) {
  const watchers = [
    watcher(root, 'tsc', ['-b', '-w', '--preserveWatchOutput', 'proto', 'edge-agent', 'server'], root),
    watcher(root, 'vite', ['build', '--watch', '--logLevel', 'warn'], join(root, 'dashboard')),
  ];
  try {
    return await launch();
  } finally {
    for (const child of watchers) child.kill();
  }
}

function watcher(root, tool, args, cwd) {
  const [node, script] = toolOf(root, tool);
  return spawn(node, [...script, ...args], { cwd, stdio: ['ignore', 2, 2] });
}
