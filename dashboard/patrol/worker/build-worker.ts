// Adds the tablet's service worker to the build, and writes into it which files /patrol can't open without.
import { createHash } from 'node:crypto';
import type { Plugin, Rolldown } from 'vite';

const entry = 'patrol/worker/patrol-worker.ts';
const fileName = 'patrol-worker.js';

/** What the first load needs besides its scripts and styles. */
const besides = ['/patrol.webmanifest', '/patrol-icon-192.png'];

/** For the build only: a page that is being developed is never kept. */
export function patrolWorker(): Plugin {
  return {
    name: 'haixi-patrol-worker',
    apply: 'build',
    enforce: 'post',
    buildStart() {
      this.emitFile({ type: 'chunk', id: entry, fileName });
    },
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const chunks = Object.values(bundle).filter((each) => each.type === 'chunk');
        const start = chunks.find((chunk) => chunk.facadeModuleId?.endsWith('/index.html'));
        const patrol = chunks.find((chunk) => chunk.facadeModuleId?.endsWith('/patrol/patrol-page.tsx'));
        const map = chunks.find((chunk) => chunk.moduleIds.some((id) => id.endsWith('/map/pick-map.tsx')));
        const worker = chunks.find((chunk) => chunk.fileName === fileName);
        if (!start || !patrol || !map || !worker)
          throw new Error('the build lacks index.html, the patrol page, its map or its worker');
        const files = [...filesOf([start, patrol], bundle), ...besides];
        const drawer = Object.keys(bundle).filter((file) => /maplibre-gl-worker.*\.mjs$/.test(file));
        const later = [...filesOf([map], bundle), ...drawer.map((file) => `/${file}`)].filter(
          (file) => !files.includes(file),
        );
        const build = createHash('sha256')
          .update([...files, ...later].join('\n'))
          .update(worker.code)
          .digest('hex')
          .slice(0, 16);
        const told = JSON.stringify({ build, start: start.fileName, files, later });
        const blank = /(["'`])__PATROL_SHELL__\1/;
        if (!blank.test(worker.code)) throw new Error('the worker has no place for its files');
        worker.code = worker.code.replace(blank, () => JSON.stringify(told));
      },
    },
  };
}

/** These chunks, all they import statically, and their styles, as the page asks for them. */
function filesOf(from: readonly Rolldown.OutputChunk[], bundle: Rolldown.OutputBundle): string[] {
  const files = new Set<string>();
  const visit = (chunk: Rolldown.OutputChunk) => {
    if (files.has(`/${chunk.fileName}`)) return;
    files.add(`/${chunk.fileName}`);
    for (const css of chunk.viteMetadata?.importedCss ?? []) files.add(`/${css}`);
    for (const name of chunk.imports) {
      const imported = bundle[name];
      if (imported?.type === 'chunk') visit(imported);
    }
  };
  from.forEach(visit);
  return [...files];
}
