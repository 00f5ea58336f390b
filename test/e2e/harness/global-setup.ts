// Starts the one system that all end-to-end files of a run share, stops it at the end, and scans what it has said for secrets.
import type { TestProject } from 'vitest/node';
import { leaks, secretsOf } from './secrets.js';
import { startSystem, type SystemFacts } from './system.js';

declare module 'vitest' {
  interface ProvidedContext {
    system: SystemFacts;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { stop, said, ...facts } = await startSystem();
  project.provide('system', facts);
  return async () => {
    const secrets = secretsOf(facts);
    const text = said();
    await stop();
    // The one line of --json is for whoever started it, and has the links.
    const lines = text.split('\n').filter((line) => !line.startsWith('{"url"'));
    const found = leaks(lines.join('\n'), secrets);
    if (found.length > 0) throw new Error(`secrets stand in the logs of this run:\n${found.join('\n')}`);
  };
}
