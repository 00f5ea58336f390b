// Types, lint, format, tidiness and first loads of the whole repository: `npm run check`, and the first part of `npm test`.
import { judgeBuild } from './budgets.mjs';
import { buildDashboard, toolOf } from './build.mjs';
import { run } from './progress.mjs';

const steps = [
  { name: 'types', tool: 'tsc', args: ['-b'] },
  { name: 'lint', tool: 'oxlint', args: [] },
  { name: 'format', tool: 'prettier', args: ['--check', '.', '--log-level', 'warn'] },
];
const tidy = { name: 'tidy', tool: 'vitest', args: ['run', '--project', 'test', 'tidy'] };

/** Runs all five, whatever the first says. @param {string} root @returns {Promise<number>} the exit code */
export async function check(root) {
  const failed = await runSteps(root, [...steps, tidy]);
  await buildDashboard(root);
  return [...failed, ...checkBudgets(root)].length === 0 ? 0 : 1;
}

/** Without tidy, which is one of the tests. @param {string} root @returns {Promise<string[]>} what failed */
export const checkBeforeTests = (root) => runSteps(root, steps);

/** How large the built pages are; needs the build. @param {string} root @returns {string[]} what failed */
export function checkBudgets(root) {
  const { told, faults } = judgeBuild(root);
  for (const line of [...told, ...faults]) process.stdout.write(`first load: ${line}\n`);
  return faults.length === 0 ? [] : ['first load'];
}

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
