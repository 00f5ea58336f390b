// How the start speaks while it prepares: one line a phase with its time, and a program's noise only when it failed.
import { spawn } from 'node:child_process';

/** A phase that did not succeed; its message is for a person and ends the start. */
export class PhaseFault extends Error {}

/**
 * Runs `work` under a line that names it and gets its elapsed time at the end. Everything goes to stderr: stdout
 * belongs to what was asked for (`--json`, an export).
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function phase(title, work) {
  const startedMs = performance.now();
  process.stderr.write(`${title} … `);
  try {
    const result = await work();
    process.stderr.write(`${((performance.now() - startedMs) / 1000).toFixed(1)} s\n`);
    return result;
  } catch (error) {
    process.stderr.write(`failed after ${((performance.now() - startedMs) / 1000).toFixed(1)} s\n`);
    throw error;
  }
}

/**
 * Runs a program to its end and keeps what it says.
 * @param {string} file
 * @param {string[]} args
 * @param {{ cwd: string, env?: Record<string, string> }} where
 * @returns {Promise<{ code: number, output: string }>} `code` is 127 if it isn't there
 */
export function run(file, args, { cwd, env = {} }) {
  return new Promise((settle) => {
    const child = spawn(file, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (text) => (output += text));
    child.stderr.on('data', (text) => (output += text));
    child.on('error', (error) => settle({ code: 127, output: error.message }));
    child.on('close', (code) => settle({ code: code ?? 1, output }));
  });
}

/**
 * The same, for programs that must succeed.
 * @param {string} file
 * @param {string[]} args
 * @param {{ cwd: string, env?: Record<string, string>, failure: string }} where `failure` is the line for a person
 * @throws {PhaseFault} with that line under the program's own output
 */
export async function mustRun(file, args, { failure, ...where }) {
  const { code, output } = await run(file, args, where);
  if (code !== 0) throw new PhaseFault(`${output.trimEnd()}\n${failure}`);
}
