// Where an incident is, in the language of the page.
import type { Alarm } from '@haixi/proto/live/events';
import type { Picture } from '@haixi/proto/live/picture';
import { expect, it } from 'vitest';
import { namesIn } from '../store/names';
import { anIncident } from '../store/incident.fixture';
import { aCamera, aSite } from '../store/camera.fixture';
import { placeOf, whereOf } from './place';

const picture: Picture = {
  vector: {},
  areas: {},
  sites: { 'shop-01': aSite({ sources: [aCamera(), { ...aCamera('camera-2'), nameEn: '' }] }) },
  units: {
    'unit-01': {
      unitId: 'unit-01',
      areaId: '350902002001',
      kind: 'patrol',
      name: '巡逻 01 车',
      nameEn: 'Patrol 01',
      personIds: [],
      onDuty: true,
      dutyAtMs: null,
    },
  },
  people: {},
  incidents: {},
};
const alarm: Alarm = {
  alarmId: 'al-1',
  kind: 'sos',
  siteId: null,
  sourceId: null,
  unitId: 'unit-01',
  entry: null,
  occurredAtMs: 1,
  agentAtMs: null,
  note: '',
};

it('I5 an officer in need is named in the language of the page', () => {
  const sos = anIncident({
    origin: 'sos',
    kind: 'sos',
    siteId: null,
    address: '巡逻 01 车',
    alarms: [alarm],
  });
  expect(placeOf(sos, namesIn(picture, 'zh-CN'))).toBe('巡逻 01 车');
  expect(placeOf(sos, namesIn(picture, 'en'))).toBe('Patrol 01');
});

it('an address is in the language of the page where it is the site’s own, and as it was said where it is not', () => {
  const atShop = (address: string) => anIncident({ siteId: 'shop-01', address });
  const [zh, en] = [namesIn(picture, 'zh-CN'), namesIn(picture, 'en')];
  expect(whereOf(atShop('鹤峰路 12 号'), en)).toBe('350902002001 · 12 Hefeng Road');
  expect(whereOf(atShop('12 Hefeng Road'), zh)).toBe('350902002001 · 鹤峰路 12 号');
  expect(whereOf(atShop('后门'), en)).toBe('350902002001 · 后门');
  expect(whereOf(atShop(''), en)).toBe('350902002001');
});

it('a camera is named in the language of the page, and in Chinese where it has no English name', () => {
  const names = namesIn(picture, 'en');
  expect(names.source('shop-01', 'camera-1')).toBe('Shop Door Camera');
  expect(names.source('shop-01', 'camera-2')).toBe('店门摄像头');
  expect(names.source('shop-01', 'camera-9')).toBe('camera-9');
});
