// The topic table: what a topic is made of is read back from it, and nothing else is taken for one.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { everySite, readSiteTopic, type SiteTopicName, siteTopic, siteTopics } from './topics.js';

const names = Object.keys(siteTopics) as SiteTopicName[];
const siteId = fc.stringMatching(/^[a-z0-9-]{1,32}$/);

test('D6 every topic of every site is read back as what it was made of', () => {
  fc.assert(
    fc.property(fc.constantFrom(...names), siteId, (name, id) => {
      expect(readSiteTopic(siteTopic(name, id))).toEqual({ siteId: id, name });
    }),
  );
});

test('D6 the filter of a row matches its topic of any site, and has one wildcard', () => {
  for (const name of names) {
    expect(
      everySite(name)
        .split('/')
        .filter((level) => level === '+'),
    ).toHaveLength(1);
    expect(everySite(name).replace('+', 'shop-01')).toBe(siteTopic(name, 'shop-01'));
  }
});

test.each([
  'haixi/v1/sites/shop-01/toString',
  'haixi/v1/sites/shop-01/alarms/more',
  'haixi/v2/sites/shop-01/alarms',
  'haixi/v1/sites//alarms',
  'haixi/v1/server/presence',
  ' haixi/v1/sites/shop-01/alarms',
  '',
])('D6 %j is no topic of a site', (topic) => {
  expect(readSiteTopic(topic)).toBeNull();
});
