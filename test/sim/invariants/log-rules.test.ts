// The rules that the log is held to can fail: each is shown a row that breaks it.
import type { EventDraft } from '@haixi/proto/live/events';
import { canonical, dataHashOf, hashOf, type LogRow } from '@haixi/server/log/chain';
import { expect, test } from 'vitest';
import { LogRules } from './log-rules';

const areaId = '350902002001';
const actor = { kind: 'system' } as const;

/** A log of one area, written as the server does it. */
class Log {
  readonly rules = new LogRules();
  private prev = '0'.repeat(64);
  private n = 0;

  row(draft: Pick<EventDraft, 'type' | 'data'>): LogRow {
    this.n += 1;
    const data = canonical(draft.data);
    const unsealed = {
      area_id: areaId,
      n: this.n,
      at_ms: 1_800_000_000_000 + this.n,
      type: draft.type,
      actor: canonical(actor),
      incident_id: 'incidentId' in draft.data ? draft.data.incidentId : null,
      data_hash: dataHashOf('salt', data),
      prev_hash: this.prev,
    };
    const row = { ...unsealed, data, salt: 'salt', hash: hashOf(unsealed) };
    this.prev = row.hash;
    return row;
  }

  take(...drafts: Pick<EventDraft, 'type' | 'data'>[]): void {
    for (const draft of drafts) this.rules.take(this.row(draft));
  }
}

const alarm = (seq: number, alarmId = `al-${seq}`, sourceId = 'button-1') => ({
  alarmId,
  kind: 'panic' as const,
  siteId: 'shop-01',
  sourceId,
  unitId: null,
  entry: { epoch: 'e'.repeat(16), seq },
  occurredAtMs: 1,
  agentAtMs: 1,
  note: '',
});
const opened = (incidentId: string, seq: number, alarmId?: string) => ({
  type: 'incident.opened' as const,
  data: {
    incidentId,
    origin: 'site' as const,
    siteId: 'shop-01',
    kind: 'panic' as const,
    priority: 1 as const,
    position: null,
    address: '',
    alarm: alarm(seq, alarmId),
  },
});
const received = { type: 'incident.received' as const, data: { incidentId: 'i-1', personId: 'op-lin' } };
const closed = {
  type: 'incident.closed' as const,
  data: { incidentId: 'i-1', outcome: 'genuine' as const, done: '已处置', reason: '无人' },
};
const overdue = {
  type: 'incident.overdue' as const,
  data: {
    incidentId: 'i-1',
    step: 'receive' as const,
    assignmentId: null,
    dueAtMs: 5,
    to: { role: 'leader' as const, personId: null },
  },
};
const online = { type: 'site.online' as const, data: { siteId: 'shop-01' } };
const joined = (sourceId: string) => ({
  type: 'alarm.joined' as const,
  data: { incidentId: 'i-1', rings: true, priority: 1 as const, alarm: alarm(2, 'al-2', sourceId) },
});
const sent = {
  type: 'assignment.sent' as const,
  data: { incidentId: 'i-1', assignmentId: 'as-1', unitId: 'unit-01', note: '' },
};
const arrived = {
  type: 'assignment.arrived' as const,
  data: {
    incidentId: 'i-1',
    assignmentId: 'as-1',
    unitId: 'unit-01',
    note: '',
    photoIds: [],
    occurredAtMs: 1,
  },
};

test('L1 a true history breaks nothing, and a missing number does', () => {
  const log = new Log();
  log.take(online, opened('i-1', 1), received, closed);
  log.row(online);
  expect(() => log.take(opened('i-2', 2))).toThrow('L1');
});

test('log: a changed event breaks the chain', () => {
  const log = new Log();
  const row = log.row(online);
  expect(() => log.rules.take({ ...row, data: canonical({ siteId: 'shop-02' }) })).toThrow('log');
});

test.each([
  ['D3', [opened('i-1', 1), opened('i-2', 1, 'al-9')]],
  ['D3', [opened('i-1', 1), opened('i-2', 2, 'al-1')]],
  ['I1', [received]],
  ['I1', [opened('i-1', 1), closed]],
  ['I1', [opened('i-1', 1), received, sent, arrived]],
  ['I1', [opened('i-1', 1), received, sent, sent]],
  ['I1', [opened('i-1', 1), received, closed, joined('button-1')]],
  ['I1', [opened('i-1', 1), received, received]],
  ['I4', [opened('i-1', 1), overdue, overdue]],
  ['I5', [opened('i-1', 1), joined('button-2')]],
  ['I6', [opened('i-1', 1), received, { ...closed, data: { ...closed.data, done: '' } }]],
  ['I6', [opened('i-1', 1), received, sent, closed]],
  ['P2', [online, online]],
  ['P3', [{ type: 'site.proven' as const, data: { siteId: 'shop-01' } }]],
  ['D5', [{ type: 'gap.filled' as const, data: { siteId: 'shop-01', gapId: 'g-1' } }]],
  ['log', [{ type: 'site.online' as const, data: { siteId: 'shop-01', weather: 'rain' } }]],
] as const)('%s is seen broken', (rule, drafts) => {
  expect(() => new Log().take(...drafts)).toThrow(rule);
});
