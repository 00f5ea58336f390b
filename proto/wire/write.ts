// `npm run docs:wire`: brings docs/wire up to date with the tables; with --check only tells what is stale.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { documents, stale } from './documents.js';
import { readDocuments } from './folder.js';

// Run as proto/dist/wire/write.js, three folders below the root.
const folder = fileURLToPath(new URL('../../../docs/wire/', import.meta.url));
const behind = stale(readDocuments(folder));

if (process.argv.includes('--check')) {
  for (const path of behind) process.stdout.write(`docs/wire/${path} is stale\n`);
  if (behind.length > 0) process.stdout.write('Bring it up to date with: npm run docs:wire\n');
  process.exitCode = behind.length > 0 ? 1 : 0;
} else {
  const wanted = documents();
  for (const path of behind) {
    const text = wanted[path];
    const file = join(folder, path);
    if (text === undefined) rmSync(file);
    else {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    process.stdout.write(`docs/wire/${path} ${text === undefined ? 'removed' : 'written'}\n`);
  }
  process.stdout.write(`docs/wire is up to date: ${Object.keys(wanted).length} files\n`);
}
