// Vitest for the whole repository: one project a program, workspace sources read without a build; end to end runs alone.
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const resolve = { conditions: ['source', 'node', 'default'] };
const exclude = ['dist/**', 'node_modules/**'];

/** Most of these tests wait for processes of their own; on two cores Vitest alone would run one file at a time. */
const maxWorkers = Math.max(2, availableParallelism() - 1);

/** Those that have stores of their own copy one cluster. */
const withStores = ['server', 'test'];

const project = (name: string) => ({
  root: `./${name}`,
  ssr: { resolve },
  test: {
    name,
    include: ['**/*.test.ts', '**/*.test.tsx'],
    exclude: [...exclude, 'e2e/**', 'chaos/**'],
    maxWorkers,
    sequence: { groupOrder: 0 },
    globalSetup: withStores.includes(name) ? [`${import.meta.dirname}/server/store/template.fixture.ts`] : [],
    // Many start a PostgreSQL or an ffmpeg of their own on few cores; no rule is asserted by these.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});

/** The whole system, started once, its files one after another: a browser and nine processes share few cores. */
const endToEnd = {
  root: './test',
  ssr: { resolve },
  test: {
    name: 'e2e',
    include: ['e2e/**/*.test.ts'],
    exclude,
    globalSetup: ['e2e/harness/global-setup.ts'],
    fileParallelism: false,
    sequence: { groupOrder: 1 },
    testTimeout: 360_000,
    hookTimeout: 300_000,
  },
};

/** Systems of its own, killed and cut: last, and alone. */
const chaos = {
  root: './test',
  ssr: { resolve },
  test: {
    name: 'chaos',
    include: ['chaos/**/*.test.ts'],
    exclude,
    fileParallelism: false,
    sequence: { groupOrder: 2 },
    testTimeout: 600_000,
  },
};

export default defineConfig({
  test: {
    projects: [...['proto', 'edge-agent', 'server', 'dashboard', 'test'].map(project), endToEnd, chaos],
  },
});
