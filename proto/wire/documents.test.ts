// The written contract: never behind the tables, and whole in itself.
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { commandNames } from '../commands/commands.js';
import { routes } from '../commands/routes.js';
import { eventTypes } from '../live/events.js';
import { serverTopics, siteTopics } from '../mqtt/topics.js';
import { documents, stale } from './documents.js';
import { readDocuments } from './folder.js';
import { openApi } from './openapi.js';

const folder = fileURLToPath(new URL('../../docs/wire/', import.meta.url));
const written = readDocuments(folder);

test('L6 docs/wire is not behind the tables; if it is, run: npm run docs:wire', () => {
  expect(stale(written)).toEqual([]);
});

test('L6 a changed, a missing and a left-over file are each told as stale', () => {
  const { 'openapi.json': _missing, ...others } = documents();
  const present = { ...others, 'asyncapi.json': '{}\n', 'schemas/gone.json': '{}\n' };
  expect(stale(present)).toEqual(['asyncapi.json', 'openapi.json', 'schemas/gone.json']);
});

test('L6 every topic, event and command has its schema', () => {
  const names = [
    ...Object.keys(siteTopics).map((name) => `mqtt.site.${name}`),
    ...Object.keys(serverTopics).map((name) => `mqtt.server.${name}`),
    ...eventTypes.map((type) => `event.${type}`),
    ...commandNames.map((name) => `command.${name}`),
  ];
  expect(Object.keys(written)).toEqual(expect.arrayContaining(names.map((name) => `schemas/${name}.json`)));
});

test('L6 every reference between the schema files leads to one of them', () => {
  const schemas = Object.keys(written).filter((path) => path.startsWith('schemas/'));
  const targets = schemas.flatMap((path) => references(JSON.parse(written[path]!)));
  expect(targets.length).toBeGreaterThan(100);
  expect(targets.filter((target) => !schemas.includes(`schemas/${target}`))).toEqual([]);
});

test.each(['asyncapi.json', 'openapi.json'])('L6 every reference in %s leads somewhere', (path) => {
  const document: unknown = JSON.parse(written[path]!);
  const targets = references(document);
  expect(targets.length).toBeGreaterThan(100);
  expect(targets.filter((target) => !leadsSomewhere(document, target))).toEqual([]);
});

test('L6 the OpenAPI document has each route once, with its parameters, and nothing else', () => {
  const { paths } = JSON.parse(JSON.stringify(openApi())) as {
    paths: Record<
      string,
      Record<string, { operationId: string; parameters?: { name: string; in: string }[] }>
    >;
  };
  const told = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, row]) => {
      const inPath = (row.parameters ?? []).filter((each) => each.in === 'path').map((each) => each.name);
      expect({ path, inPath }).toEqual({
        path,
        inPath: [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name),
      });
      return `${row.operationId} ${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`;
    }),
  );
  expect(told.toSorted()).toEqual(
    routes.map((route) => `${route.name} ${route.method} ${route.path}`).toSorted(),
  );
});

function references(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(references);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? [inner] : references(inner),
  );
}

function leadsSomewhere(document: unknown, target: string): boolean {
  let here = document;
  for (const step of target.replace('#/', '').split('/')) {
    if (here === null || typeof here !== 'object' || !Object.hasOwn(here, step)) return false;
    here = (here as Record<string, unknown>)[step];
  }
  return target.startsWith('#/');
}
