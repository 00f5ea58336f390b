// How the page of the map's measure is built: like the dashboard, into a folder of its own.
import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react()],
  resolve: { conditions: ['source', ...defaultClientConditions] },
  build: { emptyOutDir: true, target: 'es2023', chunkSizeWarningLimit: 2000 },
});
