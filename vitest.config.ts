// Vitest for the whole repository: one project a program, workspace sources read without a build.
import { defineConfig } from 'vitest/config';

const project = (name: string) => ({
  root: `./${name}`,
  ssr: { resolve: { conditions: ['source', 'node', 'default'] } },
  test: { name, include: ['**/*.test.ts', '**/*.test.tsx'], exclude: ['dist/**', 'node_modules/**'] },
});

export default defineConfig({
  test: { projects: ['proto', 'edge-agent', 'server', 'dashboard', 'test'].map(project) },
});
