// Every event of an incident is told in words, in both languages, with nothing left to fill in.
import { type EventType, eventTypes } from '@haixi/proto/live/events';
import { createInstance } from 'i18next';
import { describe, expect, it } from 'vitest';
import { languages, words } from '../i18n/languages';
import { namesIn } from '../store/names';
import { timelineLine } from './timeline-words';

const alarm = {
  alarmId: 'al-1',
  kind: 'panic',
  siteId: 'shop-01',
  sourceId: 'button-1',
  unitId: null,
  entry: null,
  occurredAtMs: 1,
  agentAtMs: null,
  note: '',
};
/** More than any one type has: each reads its own. */
const data = {
  incidentId: 'inc-1',
  assignmentId: 'as-1',
  unitId: 'unit-01',
  personId: 'op-lin',
  fromPersonId: 'op-chen',
  siteId: 'shop-01',
  kind: 'panic',
  address: '鹤峰路 12 号',
  alarm,
  rings: true,
  name: '吴女士',
  phone: '13800000000',
  level: 3,
  evidence: 'picture',
  text: '现场有人',
  note: '门口见',
  photoIds: ['photo-0001'],
  step: 'sign',
  to: { role: 'leader', personId: null },
  outcome: 'genuine',
  done: '已劝离',
  reason: '',
  move: 'arrive',
  alarmId: 'al-1',
  takenAtMs: 1,
  viewId: 'view-1',
  sourceId: 'camera-1',
  purpose: 'incident',
  lastedMs: 12_000,
  bytes: 1,
  trouble: 'frames-few',
  because: 'stage_gone',
  intoId: 'inc-2',
  alarmCount: 2,
  assignments: [],
  alarmIds: ['al-2'],
  handedOver: ['place', 'alarms'],
  reference: '2026-001',
  mark: 'rung',
  message: null,
};

/** What a field says only in events of this type. */
const only: Partial<Record<EventType, object>> = {
  'view.ended': { because: 'viewer-left' },
  'incident.transferred': { to: '110' },
};
const event = (type: EventType) => ({
  areaId: 'a',
  n: 1,
  atMs: 1,
  actor: { kind: 'person' as const, id: 'op-lin' },
  type,
  data: { ...data, ...only[type] },
});

describe.each(languages)('timeline in %s', (language) => {
  const i18n = createInstance();
  void i18n.init({
    resources: words,
    lng: language,
    keySeparator: false,
    initAsync: false,
    ns: ['console', 'vocabulary'],
  });
  const t = i18n.getFixedT<['console', 'vocabulary']>(language, ['console', 'vocabulary']);
  const names = namesIn(null, language);

  it.each(eventTypes)('%s', (type) => {
    const { title } = timelineLine(event(type), t, names);
    expect(title).not.toBe('');
    expect(title).not.toMatch(/[{}]|line[A-Z]|undefined|vocabulary/);
  });

  it('L6 an event of a later release is told by its type, not left out', () => {
    const strange = { ...event('incident.noted'), type: 'drone.launched' };
    expect(timelineLine(strange, t, names).title).toBe('drone.launched');
  });

  it('a note carries its text and photos, a late report its reason in words', () => {
    expect(timelineLine(event('incident.noted'), t, names)).toMatchObject({
      text: '现场有人',
      photoIds: ['photo-0001'],
    });
    expect(timelineLine(event('assignment.reportedLate'), t, names).title).toContain(
      words[language].vocabulary['reject.stage_gone'],
    );
  });
});
