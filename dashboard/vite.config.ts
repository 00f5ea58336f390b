// How the dashboard is built: the contract is read from its source, the server serves what comes out.
import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';
import { patrolWorker } from './patrol/worker/build-worker.ts';

const server = `127.0.0.1:${process.env.PORT ?? '8080'}`;

// A build begun by a test inherits NODE_ENV=test, and with it the React of developers, which is larger and slower.
if (process.argv.includes('build') && !process.argv.includes('development'))
  process.env.NODE_ENV = 'production';

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react(), patrolWorker()],
  resolve: { conditions: ['source', ...defaultClientConditions] },
  build: {
    outDir: 'dist/app',
    emptyOutDir: true,
    target: 'es2023',
    chunkSizeWarningLimit: 2000,
    manifest: true,
  },
  server: {
    host: '127.0.0.1',
    proxy: {
      // The folders api/ and live/ hold sources of the same names, which are vite's own to serve.
      '^/(api|sign-in)/(?!.*\\.tsx?($|\\?))': `http://${server}`,
      '^/live/?\\?EIO=': { target: `ws://${server}`, ws: true },
    },
  },
});
