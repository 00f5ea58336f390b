// What the guides quote from the screens stands there: every quoted word is one of the page's own, in the guide's language.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { mapWords } from '../map/words';
import { type Language, words } from './languages';

const guides: readonly (readonly [file: string, lang: Language, quoted: RegExp])[] = [
  ['operators.zh-CN.md', 'zh-CN', /「([^」]+)」/g],
  ['officers.zh-CN.md', 'zh-CN', /「([^」]+)」/g],
  ['operators.md', 'en', /“([^”]+)”/g],
  ['officers.md', 'en', /“([^”]+)”/g],
];

test.each(guides)('%s quotes only words that the screens have', (file, lang, quoted) => {
  const text = readFileSync(new URL(`../../docs/guide/${file}`, import.meta.url), 'utf8');
  const said = [...text.matchAll(quoted)].map(([, word]) => word);
  const known = new Set(
    [...Object.values(words[lang]), mapWords[lang]].flatMap((space) => Object.values<unknown>(space)),
  );
  expect(said.length).toBeGreaterThan(5);
  expect(said.filter((word) => !known.has(word))).toEqual([]);
});
