// An event's data as facts in words: each field with its name, ids by what they are called, times as clocks. Pure.
import type { TFunction } from 'i18next';
import { elapsed } from '../i18n/times';
import { audit } from '../i18n/zh/audit';
import { vocabulary } from '../i18n/zh/vocabulary';
import type { LogNames, WireEvent } from './log-names';

type T = TFunction<['audit', 'vocabulary']>;

export interface Fact {
  readonly label: string;
  readonly value: string;
}

export interface Told {
  readonly t: T;
  readonly names: LogNames;
  /** A moment (epoch ms) as the page shows it. */
  readonly time: (atMs: number) => string;
}

/** All facts of an event; nulls and empty texts tell nothing and are left out. */
export function eventFacts(event: WireEvent, told: Told): Fact[] {
  return factsOf(event.data, event.type, told);
}

/** What the event is about, for the line of the list: the first facts that are more than an id. */
export function inShort(event: WireEvent, told: Told): string {
  const { actor, data } = event;
  // Who did it stands beside it already.
  const isOwn = actor.kind === 'person' && data.personId === actor.id;
  const { personId: _own, ...others } = data;
  return factsOf(isOwn ? others : data, event.type, told)
    .filter(({ value }) => value.length <= 60)
    .slice(0, 3)
    .map(({ label, value }) => `${label} ${value}`)
    .join(' · ');
}

type Data = Readonly<Record<string, unknown>>;

function factsOf(data: Data, type: string, told: Told): Fact[] {
  return Object.entries(data).flatMap(([field, value]) => {
    if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return [];
    if (field === 'alarm' && isData(value)) return factsOf(value, type, told);
    return [{ label: labelOf(field, told.t), value: valueOf(field, value, data, type, told) }];
  });
}

function labelOf(field: string, t: T): string {
  const key = `field.${field}`;
  return isAuditKey(key) ? t(`audit:${key}`) : field;
}

function valueOf(field: string, value: unknown, data: Data, type: string, told: Told): string {
  const { t, names, time } = told;
  if (typeof value === 'boolean') return value ? t('audit:yes') : t('audit:no');
  if (typeof value === 'number') {
    if (field === 'lastedMs') return elapsed(value);
    if (field.endsWith('AtMs') || field === 'untilMs') return time(value);
    return wordOf(field, String(value), type, t);
  }
  if (typeof value === 'string') {
    const kind = idKinds[field];
    if (kind === undefined) return wordOf(field, value, type, t);
    return kind === 'source' ? sourceOf(data.siteId, value, names) : names(kind, value);
  }
  if (Array.isArray(value)) return listOf(field, value, type, told);
  if (isData(value)) return objectOf(field, value, type, told);
  return String(value);
}

function listOf(field: string, list: readonly unknown[], type: string, told: Told): string {
  if (field === 'photoIds') return String(list.length);
  return list
    .map((item) => {
      if (typeof item === 'string')
        return field === 'personIds' ? told.names('person', item) : wordOf(field, item, type, told.t);
      return isData(item) ? objectOf(field, item, type, told) : String(item);
    })
    .join('、');
}

function objectOf(field: string, data: Data, type: string, told: Told): string {
  const { t, names } = told;
  if (typeof data.lon === 'number' && typeof data.lat === 'number')
    return `${data.lon.toFixed(5)}, ${data.lat.toFixed(5)}`;
  if (field === 'grants')
    return t('audit:listed', {
      what: wordOf('role', String(data.role), type, t),
      where: names('area', String(data.areaId)),
    });
  if (field === 'to')
    return data.personId === null
      ? wordOf('role', String(data.role), type, t)
      : names('person', String(data.personId));
  if (field === 'looks' && Array.isArray(data.spans)) {
    const spans = data.spans.filter((span): span is [number, number] => Array.isArray(span));
    const lastedMs = spans.reduce((sum, [from, to]) => sum + to - from, 0);
    const camera = `${names('site', String(data.siteId))} ${sourceOf(data.siteId, String(data.sourceId), names)}`;
    return t('audit:looked', { camera, count: spans.length, time: elapsed(lastedMs) });
  }
  return factsOf(data, type, told)
    .map(({ label, value }) => `${label} ${value}`)
    .join(' · ');
}

/** Fields whose value is the id of something that has a name. */
const idKinds: Readonly<Record<string, 'person' | 'unit' | 'site' | 'source' | 'token' | 'area'>> = {
  personId: 'person',
  fromPersonId: 'person',
  installerId: 'person',
  unitId: 'unit',
  siteId: 'site',
  sourceId: 'source',
  tokenId: 'token',
  areaId: 'area',
  parentId: 'area',
};

/** Fields whose value is a word of the contract: the first of these lists that has it. */
const wordLists: Readonly<Record<string, readonly string[]>> = {
  kind: ['kind', 'unitKind', 'invitation'],
  type: ['siteType', 'sourceType'],
  by: ['cameInBy'],
  actions: ['action'],
  role: ['role'],
  datum: ['datum'],
  place: ['place'],
  legalBasis: ['legalBasis'],
  origin: ['origin'],
  priority: ['priority'],
  level: ['level'],
  evidence: ['evidence'],
  step: ['clock'],
  outcome: ['outcome'],
  move: ['move'],
  trouble: ['trouble'],
  purpose: ['purpose'],
  mark: ['tabletMark'],
  to: ['transferTo'],
  handedOver: ['handedOver'],
};
const becauseLists: Readonly<Record<string, string>> = {
  'person.signedOut': 'signedOut',
  'claim.refused': 'claimRefused',
  'view.ended': 'viewEnd',
  'round.ended': 'viewEnd',
  'assignment.reportedLate': 'reject',
};

function wordOf(field: string, value: string, type: string, t: T): string {
  const lists = field === 'because' ? [becauseLists[type] ?? 'because'] : (wordLists[field] ?? []);
  for (const list of lists) {
    const key = `${list}.${value}`;
    if (isWord(key)) return t(`vocabulary:${key}`);
    if (isAuditKey(key)) return t(`audit:${key}`);
  }
  return value;
}

function sourceOf(siteId: unknown, sourceId: string, names: LogNames): string {
  const key = `${String(siteId)}/${sourceId}`;
  const name = names('source', key);
  return name === key ? sourceId : name;
}

function isData(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isWord(key: string): key is keyof typeof vocabulary {
  return Object.hasOwn(vocabulary, key);
}

/** Only words without a blank to fill in. */
type Plain = Extract<keyof typeof audit, `field.${string}` | `because.${string}`>;

function isAuditKey(key: string): key is Plain {
  return Object.hasOwn(audit, key) && /^(field|because)\./.test(key);
}
