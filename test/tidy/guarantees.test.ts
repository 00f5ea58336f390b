// The page of guarantees, held to the rules of the design and to the tests it names.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './source-files.js';

/** How many rules each chapter of the design has. */
const rulesOf = { D: 7, P: 3, I: 7, L: 6, T: 4, V: 4, X: 3, W: 6, N: 6, R: 1 };
const ruleIds = Object.entries(rulesOf).flatMap(([chapter, count]) =>
  Array.from({ length: count }, (_, index) => `${chapter}${index + 1}`),
);

const page = readFileSync(join(root, 'docs', 'guarantees.md'), 'utf8');
const sections = page
  .split(/^### /m)
  .slice(1)
  .map((text) => ({ id: text.slice(0, 2), text: text.split(/^## /m)[0]! }));

test('S10 each rule of the design has its place on the page of guarantees', () => {
  expect(sections.map(({ id }) => id)).toEqual(ruleIds);
});

test('S10 a rule that is made true names a test, a test names its rule, and what is not kept is said', () => {
  const faults = sections.flatMap(({ id, text }) => {
    const tests = [...text.matchAll(/\]\(\.\.\/([^)]+\.test\.ts)\)/g)].map(([, path]) => path!);
    if (!text.includes('**Made true**')) return text.includes('**Not yet**') ? [] : [`${id}: says nothing`];
    if (tests.length === 0) return [`${id}: no test is named`];
    return tests
      .filter((path) => !titlesOf(path).includes(id))
      .map((path) => `${id}: ${path} has no test of it`);
  });
  expect(faults).toEqual([]);
});

/** The rule ids that begin the titles of a file's tests. */
function titlesOf(path: string): string[] {
  const text = readFileSync(join(root, path), 'utf8');
  const heads = [...text.matchAll(/['`"]((?:[A-Z]\d(?:, | and | )?)+)/g)].map(([, head]) => head!);
  return heads.flatMap((head) => head.match(/[A-Z]\d/g) ?? []);
}
