// An event of an incident as a line of its timeline, in words: what happened, what was written, which photos.
import { type LogEvent, isKnownEvent } from '@haixi/proto/live/events';
import type { IncidentFile } from '@haixi/proto/commands/routes';
import { rejectReasons } from '@haixi/proto/commands/commands';
import type { TFunction } from 'i18next';
import { clockTime, elapsed } from '../i18n/times';
import type { Names } from '../store/names';
import { isMove } from './move-of';

type WireEvent = IncidentFile['events'][number];
type T = TFunction<['console', 'vocabulary', 'handling']>;

export interface TimelineLine {
  readonly title: string;
  readonly text: string;
  readonly photoIds: readonly string[];
  /** What the eye should find: a step of the chain, something late, or a mere remark. */
  readonly weight: 'step' | 'late' | 'remark';
}

/** The line of this event; one of a later release is told by its bare type (rule L6). */
export function timelineLine(event: WireEvent, t: T, names: Names): TimelineLine {
  return isKnownEvent(event)
    ? known(event, t, names)
    : line(t('console:lineOther', { type: event.type }), 'remark');
}

function known(event: LogEvent, t: T, names: Names): TimelineLine {
  const who = actorName(event, t, names);
  switch (event.type) {
    case 'incident.opened':
    case 'alarm.joined': {
      const { alarm } = event.data;
      const place = alarmPlace(alarm, names) || (event.type === 'incident.opened' ? event.data.address : '');
      if (event.type === 'alarm.joined' && event.data.rings)
        return line(t('console:lineJoinedRings', { place }), 'step', alarm.note);
      return line(
        t('console:lineOpened', { kind: t(`vocabulary:kind.${alarm.kind}`), place }),
        'step',
        alarm.note,
      );
    }
    case 'alarm.pictured': {
      const words = { camera: cameraName(event.data, names), time: clockTime(event.data.takenAtMs) };
      return line(t('console:linePictured', words), 'remark');
    }
    case 'caller.noted':
      return line(t('console:lineCaller', event.data), 'remark');
    case 'incident.received':
      return line(t('console:lineReceived', { who: names.person(event.data.personId) }), 'step');
    case 'incident.takenOver': {
      const from = names.person(event.data.fromPersonId);
      return line(t('console:lineTakenOver', { who: names.person(event.data.personId), from }), 'step');
    }
    case 'incident.rated': {
      const { level, evidence } = event.data;
      const meaning = t(`vocabulary:level.${level}`);
      return line(
        t('console:lineRated', { level, meaning, evidence: t(`vocabulary:evidence.${evidence}`) }),
        'remark',
      );
    }
    case 'incident.noted':
      return line(t('console:lineNoted', { who }), 'remark', event.data.text, event.data.photoIds);
    case 'incident.overdue': {
      const { step, to } = event.data;
      const told = to.personId === null ? t(`vocabulary:role.${to.role}`) : names.person(to.personId);
      return line(t('console:lineOverdue', { step: t(`vocabulary:clock.${step}`), who: told }), 'late');
    }
    case 'incident.closed': {
      const { outcome, done, reason } = event.data;
      const texts = [
        done && t('console:closedDone', { text: done }),
        reason && t('console:closedReason', { text: reason }),
      ];
      const title = t('console:lineClosed', { who, outcome: t(`vocabulary:outcome.${outcome}`) });
      return line(title, 'step', texts.filter(Boolean).join('\n'));
    }
    case 'incident.merged':
      return line(t('handling:lineMerged', { who }), 'step', event.data.reason);
    case 'incident.absorbed': {
      const { alarmCount, assignments } = event.data;
      return line(t('handling:lineAbsorbed', { alarms: alarmCount, units: assignments.length }), 'step');
    }
    case 'incident.split': {
      const { alarmIds, reason } = event.data;
      return line(t('handling:lineSplit', { who, count: alarmIds.length }), 'step', reason);
    }
    case 'incident.transferred': {
      const { to, handedOver, reference, note } = event.data;
      const what = handedOver.map((each) => t(`vocabulary:handedOver.${each}`)).join(' · ');
      const words = { who, to: t(`vocabulary:transferTo.${to}`), what };
      const number = reference && t('handling:lineReference', { reference });
      return line(t('handling:lineTransferred', words), 'step', [number, note].filter(Boolean).join('\n'));
    }
    case 'assignment.told': {
      const { unitId, text } = event.data;
      return line(t('handling:lineTold', { who, unit: names.unit(unitId) }), 'remark', text);
    }
    case 'assignment.marked': {
      const { unitId, mark, message } = event.data;
      const words = { unit: names.unit(unitId), mark: t(`vocabulary:tabletMark.${mark}`) };
      const isMessage = message !== null;
      return line(t(isMessage ? 'handling:lineMarkedMessage' : 'handling:lineMarked', words), 'remark');
    }
    case 'assignment.sent': {
      const unit = names.unit(event.data.unitId);
      return line(t('console:lineSent', { who, unit }), 'step', event.data.note);
    }
    case 'assignment.released':
    case 'assignment.recalled': {
      const { unitId, note, photoIds } = event.data;
      const state = t(`vocabulary:event.${event.type}`);
      return line(
        t('console:lineByOperator', { who, state, unit: names.unit(unitId) }),
        'step',
        note,
        photoIds,
      );
    }
    case 'assignment.signed':
    case 'assignment.setOut':
    case 'assignment.arrived':
    case 'assignment.fedBack':
    case 'assignment.declined': {
      const { unitId, note, photoIds } = event.data;
      const state = t(`vocabulary:event.${event.type}`);
      return line(t('console:lineStep', { unit: names.unit(unitId), state }), 'step', note, photoIds);
    }
    case 'assignment.reportedLate': {
      const { unitId, move, because, note, photoIds } = event.data;
      const words = { unit: names.unit(unitId), move: moveWord(move, t), because: reasonWord(because, t) };
      return line(t('console:lineLate', words), 'late', note, photoIds);
    }
    case 'view.started': {
      const { purpose, reason } = event.data;
      const words = {
        who,
        camera: cameraName(event.data, names),
        purpose: t(`vocabulary:purpose.${purpose}`),
      };
      return line(t('console:lineViewed', words), 'remark', reason);
    }
    case 'view.ended': {
      const { because, lastedMs } = event.data;
      const words = { time: elapsed(lastedMs), because: t(`vocabulary:viewEnd.${because}`) };
      return line(
        t('console:lineViewEnded', { who, camera: cameraName(event.data, names), ...words }),
        'remark',
      );
    }
    case 'snapshot.seen':
      return line(t('console:lineSnapshotSeen', { who, camera: cameraName(event.data, names) }), 'remark');
    case 'camera.troubled':
    case 'camera.recovered': {
      const words = {
        camera: cameraName(event.data, names),
        trouble: t(`vocabulary:trouble.${event.data.trouble}`),
      };
      return event.type === 'camera.troubled'
        ? line(t('console:lineTroubled', words), 'late')
        : line(t('console:lineRecovered', words), 'remark');
    }
    default:
      return line(t(`vocabulary:event.${event.type}`), 'remark');
  }
}

function cameraName({ siteId, sourceId }: { siteId: string; sourceId: string | null }, names: Names): string {
  return sourceId === null ? names.site(siteId) : `${names.site(siteId)} · ${names.source(siteId, sourceId)}`;
}

function line(
  title: string,
  weight: TimelineLine['weight'],
  text = '',
  photoIds: readonly string[] = [],
): TimelineLine {
  return { title, text, photoIds, weight };
}

function actorName({ actor }: LogEvent, t: T, names: Names): string {
  if (actor.kind === 'person') return names.person(actor.id);
  return actor.kind === 'site' ? names.site(actor.id) : t('console:bySystem');
}

function alarmPlace(
  alarm: { siteId: string | null; sourceId: string | null; unitId: string | null; zone?: string | undefined },
  names: Names,
): string {
  if (alarm.unitId !== null) return names.unit(alarm.unitId);
  if (alarm.siteId === null) return '';
  const source = alarm.sourceId === null ? '' : ` · ${names.source(alarm.siteId, alarm.sourceId)}`;
  const zone = alarm.zone === undefined ? '' : ` · ${alarm.zone}`;
  return `${names.site(alarm.siteId)}${source}${zone}`;
}

function moveWord(move: string, t: T): string {
  return isMove(move) ? t(`vocabulary:move.${move}`) : move;
}

function reasonWord(because: string, t: T): string {
  const reason = rejectReasons.find((each) => each === because);
  return reason === undefined ? because : t(`vocabulary:reject.${reason}`);
}
