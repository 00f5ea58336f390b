#!/usr/bin/env node
// `npx haixi-agent …` in a clone, before and after a build: builds the agent where it can, and runs it on its own Node 24.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const program = join(root, 'edge-agent', 'dist', 'main.js');
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const ownNode = join(root, 'node_modules', '.bin', 'node');
const node = existsSync(ownNode) ? ownNode : process.execPath;

if (existsSync(tsc)) {
  const built = spawnSync(node, [tsc, '-b', 'edge-agent'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (built.status !== 0) process.exit(1);
}
if (!existsSync(program)) {
  process.stderr.write('the agent is not built: run npm ci, then this again\n');
  process.exit(1);
}

const agent = spawn(node, [program, ...process.argv.slice(2)], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => agent.kill(signal));
agent.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
