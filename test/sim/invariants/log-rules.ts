// Reads the committed log row by row and holds each to the rules: numbers, chain, moves, alarms once, one event a change.
import type { Incident } from '@haixi/proto/incident/incident';
import { foldIncident, incidentOf } from '@haixi/proto/incident/fold';
import {
  type Alarm,
  type EventType,
  type LogEvent,
  eventSchemas,
  isKnownEvent,
} from '@haixi/proto/live/events';
import { type ChainEnd, chainStart, follow, type LogRow } from '@haixi/server/log/chain';
import { eventOf } from '@haixi/server/log/log.store';
import { Broken } from '../engine/broken';
import { hold } from './hold';
import { checkMove } from './moves';

/** An outbox entry by its site, its outbox and its number. */
export function entryKey(siteId: string, epoch: string, seq: number): string {
  return `${siteId}/${epoch}/${seq}`;
}

/** What is told as a change must be one: nothing begins twice, and nothing ends that has not begun. */
const changes: Partial<
  Record<EventType, { of: (event: LogEvent) => string; from: readonly string[]; to: string }>
> = {
  'site.online': { of: siteOf, from: ['', 'dark'], to: 'online' },
  'site.dark': { of: siteOf, from: ['', 'online'], to: 'dark' },
  'site.unproven': { of: (event) => `proof of ${siteOf(event)}`, from: ['', 'proven'], to: 'unproven' },
  'site.proven': { of: (event) => `proof of ${siteOf(event)}`, from: ['unproven'], to: 'proven' },
  'gap.found': { of: gapOf, from: [''], to: 'found' },
  'gap.lost': { of: gapOf, from: ['found'], to: 'lost' },
  'gap.filled': { of: gapOf, from: ['found', 'lost'], to: 'ended' },
  'gap.acknowledged': { of: gapOf, from: ['lost'], to: 'ended' },
  'unit.onDuty': { of: unitOf, from: ['', 'off'], to: 'on' },
  'unit.offDuty': { of: unitOf, from: ['', 'on'], to: 'off' },
};

export class LogRules {
  /** How far each area has been read; what a reader asks for next. */
  readonly ends = new Map<string, ChainEnd>();
  /** Every incident as its events make it, closed ones too. */
  readonly incidents = new Map<string, Incident>();
  /** Where each outbox entry stands in the log as an alarm. */
  readonly alarms = new Map<string, { alarm: Alarm; areaId: string; n: number }>();
  /** What was told as lost for ever, in order (D5). */
  readonly lost: (LogEvent & { type: 'gap.lost' })[] = [];
  /** The last word on each thing that changes between a few states. */
  readonly states = new Map<string, { is: string; event: LogEvent }>();
  readonly counts = new Map<string, number>();
  /** The true time at which each area's numbers were first seen: index 0 is number 1. */
  private readonly seenAtMs = new Map<string, number[]>();
  private readonly alarmIds = new Set<string>();
  private readonly clocksFired = new Set<string>();

  /** Takes the next row of an area, seen at this true time. Throws Broken. */
  take(row: LogRow, nowMs = 0): LogEvent {
    const at = `event ${row.area_id}/${row.n} ${row.type}`;
    const followed = follow(this.ends.get(row.area_id) ?? chainStart, row);
    if (!followed.ok) {
      const { fault, told } = followed.break;
      throw new Broken(fault === 'gap' ? 'L1' : 'log', `${at}: ${told}`);
    }
    this.ends.set(row.area_id, followed.end);
    this.seenAtMs.set(row.area_id, this.seenAtMs.get(row.area_id) ?? []);
    this.seenAtMs.get(row.area_id)!.push(nowMs);
    const event = eventOf(row);
    hold(isKnownEvent(event), 'log', () => `${at}: nobody knows this type`);
    const read = eventSchemas[event.type].safeParse(event.data);
    hold(read.success, 'log', () => `${at}: its data breaks the contract: ${read.error?.message}`);
    hold(row.incident_id === incidentOf(event), 'log', () => `${at}: it stands under another incident`);
    this.counts.set(event.type, (this.counts.get(event.type) ?? 0) + 1);
    this.takeChange(event, at);
    if (event.type === 'gap.lost') this.lost.push(event);
    if (event.type === 'incident.opened' || event.type === 'alarm.joined') this.takeAlarm(event, at);
    this.takeIncident(event, at);
    return event;
  }

  /** The true time at which this number was committed; null where it is not there yet. */
  committedAtMs(areaId: string, n: number): number | null {
    return this.seenAtMs.get(areaId)?.[n - 1] ?? null;
  }

  /** The state of a site, a gap, a unit or a proof; '' where nothing was ever told. */
  stateOf(subject: string): string {
    return this.states.get(subject)?.is ?? '';
  }

  private takeChange(event: LogEvent, at: string): void {
    const change = changes[event.type];
    if (!change) return;
    const subject = change.of(event);
    const is = this.stateOf(subject);
    hold(
      change.from.includes(is),
      ruleOf(event.type),
      () => `${at}: ${subject} is ${is || 'untold'} already`,
    );
    this.states.set(subject, { is: change.to, event });
  }

  private takeAlarm(event: LogEvent & { type: 'incident.opened' | 'alarm.joined' }, at: string): void {
    const { alarm } = event.data;
    // Split off from another incident: the very alarm that was in that one.
    if ('fromId' in event.data && event.data.fromId !== undefined)
      return hold(this.alarmIds.has(alarm.alarmId), 'I7', () => `${at}: ${alarm.alarmId} was in none before`);
    hold(!this.alarmIds.has(alarm.alarmId), 'D3', () => `${at}: alarm ${alarm.alarmId} stands twice`);
    this.alarmIds.add(alarm.alarmId);
    if (!alarm.entry || !alarm.siteId) return;
    const key = entryKey(alarm.siteId, alarm.entry.epoch, alarm.entry.seq);
    const other = this.alarms.get(key);
    hold(!other, 'D3', () => `${at}: entry ${key} stands already at ${other?.areaId}/${other?.n}`);
    this.alarms.set(key, { alarm, areaId: event.areaId, n: event.n });
  }

  private takeIncident(event: LogEvent, at: string): void {
    const incidentId = incidentOf(event);
    if (incidentId === null) return;
    const before = this.incidents.get(incidentId) ?? null;
    checkMove(before, event, at);
    if (event.type === 'incident.overdue') {
      const { step, assignmentId, dueAtMs } = event.data;
      const clock = `${incidentId}/${step}/${assignmentId}/${dueAtMs}`;
      hold(!this.clocksFired.has(clock), 'I4', () => `${at}: clock ${clock} fired twice`);
      this.clocksFired.add(clock);
    }
    this.incidents.set(incidentId, foldIncident(before, event));
  }
}

function ruleOf(type: EventType): string {
  if (type.startsWith('gap.')) return 'D5';
  if (type === 'site.unproven' || type === 'site.proven') return 'P3';
  return type.startsWith('site.') ? 'P2' : 'log';
}

function siteOf(event: LogEvent): string {
  return 'siteId' in event.data && event.data.siteId !== null ? `site ${event.data.siteId}` : '';
}

function gapOf(event: LogEvent): string {
  return 'gapId' in event.data ? `gap ${event.data.gapId}` : '';
}

function unitOf(event: LogEvent): string {
  return 'unitId' in event.data ? `unit ${event.data.unitId}` : '';
}
