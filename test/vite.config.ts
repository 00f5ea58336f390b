// How Vite bundles the tools of test/: one script for Node out of our sources, packages left where they are.
import { defineConfig } from 'vite';

export default defineConfig({
  ssr: { target: 'node', resolve: { conditions: ['source', 'node', 'default'] } },
  build: { target: 'node24', emptyOutDir: true, rolldownOptions: { output: { format: 'esm' } } },
});
