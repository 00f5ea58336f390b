// Running clocks and ages as they are read at a glance.
import { createInstance } from 'i18next';
import { expect, it } from 'vitest';
import { type Language, words } from './languages';
import { ageIn, elapsed } from './times';

it('a running clock grows from minutes to hours to days, and never runs backwards', () => {
  expect([0, 59_999, 61_000, 3_600_000, 3_725_000, 90_000_000, -5_000].map(elapsed)).toEqual([
    '0:00',
    '0:59',
    '1:01',
    '1:00:00',
    '1:02:05',
    '1+01:00',
    '0:00',
  ]);
});

it.each<[Language, string[]]>([
  ['zh-CN', ['0 秒前', '4 秒前', '59 秒前', '9 分钟前', '2 小时前', '1 天前', '0 秒前']],
  ['en', ['0 s ago', '4 s ago', '59 s ago', '9 min ago', '2 h ago', '1 d ago', '0 s ago']],
])('an age is told in words of %s, in its largest whole unit', (lng, told) => {
  const i18n = createInstance();
  void i18n.init({ resources: words, lng, defaultNS: 'app', keySeparator: false, initAsync: false });
  const ages = [0, 4_900, 59_999, 599_999, 2 * 3_600_000, 30 * 3_600_000, -5_000];
  expect(ages.map((ms) => ageIn(i18n.getFixedT(lng, 'app'), ms))).toEqual(told);
});
