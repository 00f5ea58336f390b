// `npm test`: prepares what the tests need, checks, runs them all, and ends with the line that CI reads.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildDashboard, buildPrograms, toolOf } from './build.mjs';
import { checkBeforeTests, checkBudgets } from './check.mjs';
import { ensureDebian, forTests } from './debian.mjs';
import { PhaseFault } from './progress.mjs';

/**
 * @param {string} root
 * @param {string[]} args what vitest gets besides, a path for instance
 * @returns {Promise<number>} the exit code
 */
export async function runTests(root, args) {
  const remedy = await ensureDebian(forTests, root);
  if (remedy)
    throw new PhaseFault(`The tests need Debian packages that are missing. Install them with: ${remedy}`);
  // What can't be built is told and counted, and the tests run all the same: they say more than the compiler alone.
  const failedBuilds = [
    await failureOf(() => buildPrograms(root)),
    await failureOf(() => buildDashboard(root)),
  ];
  const failedChecks = [...failedBuilds.filter((name) => name !== null), ...(await checkBeforeTests(root))];
  if (failedBuilds[1] === null) failedChecks.push(...checkBudgets(root));
  const { code, passed, failed, skipped } = await vitest(root, args);
  const failures = failed + failedChecks.length || (code === 0 ? 0 : 1);
  if (failedChecks.length > 0) process.stdout.write(`Failed before the tests: ${failedChecks.join(', ')}\n`);
  process.stdout.write(`${passed} passed, ${failures} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
  return failures === 0 ? 0 : 1;
}

async function failureOf(build) {
  try {
    await build();
    return null;
  } catch (error) {
    process.stdout.write(`${error.message}\n`);
    return 'build';
  }
}

async function vitest(root, args) {
  const folder = mkdtempSync(join(tmpdir(), 'haixi-tests-'));
  const report = join(folder, 'report.json');
  try {
    const [node, script] = toolOf(root, 'vitest');
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const code = await toTheEnd(node, [...script, 'run', ...reporters, ...args], root);
    return { code, ...countsOf(report) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function toTheEnd(file, args, cwd) {
  return new Promise((settle, fail) => {
    const env = { ...process.env, PATH: `${join(cwd, 'node_modules', '.bin')}:${process.env.PATH}` };
    const child = spawn(file, args, { cwd, env, stdio: 'inherit' });
    child.on('error', fail);
    child.on('exit', (code) => settle(code ?? 1));
  });
}

/** A file that could not even be loaded has no tests to fail, and counts as one. */
function countsOf(report) {
  try {
    const { testResults, numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(
      readFileSync(report, 'utf8'),
    );
    const broken = testResults.filter(
      (file) => file.status === 'failed' && file.assertionResults.length === 0,
    );
    return {
      passed: numPassedTests,
      failed: numFailedTests + broken.length,
      skipped: numPendingTests + numTodoTests,
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}
