// Starts the one system that all end-to-end files of a run share, and stops it at the end.
import type { TestProject } from 'vitest/node';
import { startSystem, type SystemFacts } from './system.js';

declare module 'vitest' {
  interface ProvidedContext {
    system: SystemFacts;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { stop, ...facts } = await startSystem();
  project.provide('system', facts);
  return stop;
}
