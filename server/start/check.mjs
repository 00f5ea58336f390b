// Types, lint, format and tidiness of the whole repository: `npm run check`, and the first part of `npm test`.
import { toolOf } from './build.mjs';
import { run } from './progress.mjs';

const steps = [
  { name: 'types', tool: 'tsc', args: ['-b'] },
  { name: 'lint', tool: 'oxlint', args: [] },
  { name: 'format', tool: 'prettier', args: ['--check', '.', '--log-level', 'warn'] },
];
const tidy = { name: 'tidy', tool: 'vitest', args: ['run', '--project', 'test', 'tidy'] };

/** Runs all four, whatever the first says. @param {string} root @returns {Promise<number>} the exit code */
export async function check(root) {
  const failed = await runSteps(root, [...steps, tidy]);
  return failed.length === 0 ? 0 : 1;
}

/** Without tidy, which is one of the tests. @param {string} root @returns {Promise<string[]>} what failed */
export const checkBeforeTests = (root) => runSteps(root, steps);

async function runSteps(root, list) {
  const failed = [];
  for (const { name, tool, args } of list) {
    const [node, script] = toolOf(root, tool);
    const { code, output } = await run(node, [...script, ...args], { cwd: root });
    process.stdout.write(`${name}: ${code === 0 ? 'ok' : `failed\n${output.trimEnd()}`}\n`);
    if (code !== 0) failed.push(name);
  }
  return failed;
}
