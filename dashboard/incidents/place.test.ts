// Where an incident is, in the language of the page.
import type { Alarm } from '@haixi/proto/live/events';
import type { Picture } from '@haixi/proto/live/picture';
import { expect, it } from 'vitest';
import { namesIn } from '../store/names';
import { anIncident } from '../store/incident.fixture';
import { placeOf } from './place';

const picture: Picture = {
  vector: {},
  areas: {},
  sites: {},
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
