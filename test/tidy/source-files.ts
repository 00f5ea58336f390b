// The repository's own sources with what each imports: the material on which the tidy rules are held.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface SourceFile {
  /** Path from the root, with `/`. */
  path: string;
  /** The program or package: its first folder. */
  part: string;
  /** The folder inside the part; '' for a file directly in it. */
  folder: string;
  text: string;
  lines: string[];
  /** Files of the repository that it imports, by path from the root. */
  imports: string[];
  /** Packages and built-ins that it imports, as written; those imported for their types alone are left out. */
  packages: string[];
}

export const root = fileURLToPath(new URL('../../', import.meta.url));
const parts = ['proto', 'edge-agent', 'server', 'dashboard', 'test'];
const notOurs = new Set(['node_modules', 'dist', 'data', 'out']);
const endings = ['.ts', '.tsx', '.mjs', '.py'];

/** Every source file, in order of path. */
export function readSources(): SourceFile[] {
  const paths = [...parts.flatMap(walk), 'vitest.config.ts'].toSorted();
  const known = new Set(paths);
  return paths.map((path) => read(path, known));
}

/** The documents beside the sources, each with the files that its links and pictures point to. */
export function readDocuments(): { path: string; targets: string[] }[] {
  const listed = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' });
  const paths = [...readdirSync(root), ...listed.map((path) => join('docs', path))];
  return paths
    .filter((path) => path.endsWith('.md'))
    .map((path) => {
      const links = readFileSync(join(root, path), 'utf8').matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g);
      return { path, targets: [...links].map(([, target]) => join(root, dirname(path), target!)) };
    });
}

export const isTest = ({ path }: SourceFile): boolean =>
  /\.test\.tsx?$/.test(path) || path.startsWith('test/');

/** The role that a name ends with, as `.store`; '' where it has none, which marks a pure file. */
export const roleOf = ({ path }: SourceFile): string => /\.[a-z]+(?=\.\w+$)/.exec(basename(path))?.[0] ?? '';

function walk(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return notOurs.has(entry.name) ? [] : walk(path);
    return endings.some((ending) => path.endsWith(ending)) ? [path] : [];
  });
}

function read(path: string, known: ReadonlySet<string>): SourceFile {
  const text = readFileSync(join(root, path), 'utf8');
  const [part, ...rest] = path.split('/');
  const found = importsOf(text);
  return {
    path,
    part: part!,
    folder: rest.length > 1 ? rest[0]! : '',
    text,
    lines: text.trimEnd().split('\n'),
    imports: found.map(({ from }) => resolve(path, from, known)).filter((it) => it !== undefined),
    packages: found.filter(({ from, types }) => !from.startsWith('.') && !types).map(({ from }) => from),
  };
}

function importsOf(text: string): { from: string; types: boolean }[] {
  const statements = /^(?:import|export)\s+(type\s)?(?:[^'"`;]*?\sfrom\s+)?'([^']+)'/gms;
  const calls = /(?:\bimport\(|new URL\()\s*'([^']+)'/g;
  return [
    ...[...text.matchAll(statements)].map(([, types, from]) => ({ from: from!, types: types !== undefined })),
    ...[...text.matchAll(calls)].map(([, from]) => ({ from: from!, types: false })),
  ];
}

/** A relative import by the file it means: written with `.js` in the node packages, without an ending in the dashboard. */
function resolve(path: string, from: string, known: ReadonlySet<string>): string | undefined {
  const target = from.startsWith('@haixi/')
    ? from.slice('@haixi/'.length)
    : from.startsWith('.')
      ? normalize(join(dirname(path), from))
      : undefined;
  if (target === undefined) return undefined;
  const stem = target.replace(/\.js$/, '');
  return [target, `${stem}.ts`, `${stem}.tsx`].find((candidate) => known.has(candidate));
}
