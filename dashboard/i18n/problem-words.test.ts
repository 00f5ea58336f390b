// Refusals in words: each code of installing has them, and one without is told by the server's own rule.
import { installCodes } from '@haixi/proto/devices/install-codes';
import { createInstance } from 'i18next';
import { expect, it } from 'vitest';
import { words } from './languages';
import { failureWords } from './problem-words';
import { problems } from './zh/problems';

const i18n = createInstance();
void i18n.init({ resources: words, lng: 'zh-CN', keySeparator: false, initAsync: false });
const t = i18n.getFixedT('zh-CN', 'problems');
const refused = (code: string) =>
  ({ reason: 'refused', problem: { code, where: 'body.name', rule: 'so it is', todo: 'do that' } }) as const;

it('every refusal of installing has words of its own', () => {
  expect(installCodes.filter((code) => !Object.hasOwn(problems, code))).toEqual([]);
});

it('a code of a later release shows its rule and what to do', () => {
  expect(failureWords(t, refused('brand_new'))).toBe('未能完成：so it is（do that）');
  expect(failureWords(t, refused('bad_body'))).toContain('body.name');
  expect(failureWords(t, refused('toString'))).toContain('so it is');
});

it('no network is told as such, not as a refusal', () => {
  expect(failureWords(t, { reason: 'unreachable' })).toBe(problems.unreachable);
});
