// The log in words: names that the log itself gives, ids where it gives none, and nothing raw on the line.
import { eventSchemas } from '@haixi/proto/live/events';
import { createInstance } from 'i18next';
import { expect, it } from 'vitest';
import { audit } from '../i18n/zh/audit';
import { words } from '../i18n/languages';
import { type Told, eventFacts, inShort } from './event-facts';
import { type WireEvent, lineOf, namesFrom, peopleIn } from './log-names';

const i18n = createInstance();
void i18n.init({ resources: words, lng: 'zh-CN', keySeparator: false, initAsync: false });
const root = '350902002';
const areas = [
  { areaId: root, parentId: null, name: '蕉南街道', nameEn: '', outline: null, illustrative: true },
  { areaId: 'east', parentId: root, name: '东片', nameEn: '', outline: null, illustrative: true },
];
const event = (type: string, data: Record<string, unknown>, n = 1): WireEvent => ({
  areaId: root,
  n,
  atMs: n * 1000,
  type,
  actor: { kind: 'person', id: 'p-admin' },
  data,
});
const set = (name: string, n: number) =>
  event('person.set', { personId: 'p-lin', name, signInName: 'lin', directoryName: null, isNew: n === 1 }, n);
const told: Told = {
  t: i18n.getFixedT('zh-CN', ['audit', 'vocabulary']),
  names: namesFrom([set('林静（新）', 2), set('林静', 1)], areas, 'zh-CN'),
  time: (atMs) => `@${atMs}`,
};
const said = (of: WireEvent) => eventFacts(of, told).map(({ label, value }) => `${label} ${value}`);

it('a grant is told by role, area and the name that stood last', () => {
  const granted = event('person.granted', {
    personId: 'p-lin',
    grants: [
      { role: 'operator', areaId: root },
      { role: 'installer', areaId: 'west' },
    ],
  });
  expect(said(granted)).toEqual(['人员 林静（新）', '角色 接警员（蕉南街道）、安装员（west）']);
});

it('times, reasons and the contract’s words are told as words, and what is not there is left out', () => {
  expect(said(event('site.onTest', { siteId: 'shop-01', untilMs: 7, reason: '换线' }))).toEqual([
    '站点 shop-01',
    '至 @7',
    '理由 换线',
  ]);
  expect(said(event('person.signedOut', { personId: 'p-x', because: 'stolen' }))[1]).toBe(
    '原因 会话疑被盗用',
  );
  expect(inShort(set('林静', 1), told)).not.toContain('null');
});

it('a round tells each camera with how long it was looked at', () => {
  const looks = [
    {
      siteId: 'shop-01',
      sourceId: 'camera-1',
      spans: [
        [0, 60_000],
        [90_000, 120_000],
      ],
    },
  ];
  const ended = event('round.ended', { roundId: 'r', because: 'time-up', lastedMs: 120_000, looks });
  expect(said(ended).at(-1)).toBe('所看摄像头 shop-01 camera-1：2 段，共 1:30');
});

it('L6 an event of a later release is shown with its fields as they are', () => {
  expect(said(event('drone.sent', { droneId: 'd-1' }))).toEqual(['droneId d-1']);
});

it('HTML in a name is only text', () => {
  const name = '<img src=x onerror=alert(1)>';
  expect(said(set(name, 3))[1]).toBe(`名称 ${name}`);
});

it('every field of every event has a name', () => {
  const fields = new Set(Object.values(eventSchemas).flatMap((schema) => Object.keys(schema.shape)));
  expect([...fields].filter((field) => !Object.hasOwn(audit, `field.${field}`))).toEqual([]);
});

it('an area’s names come from it and all above it, and people are found as actors too', () => {
  expect(lineOf('east', areas)).toEqual(['east', root]);
  expect(peopleIn([set('林静', 1)])).toEqual(['p-admin', 'p-lin']);
});
