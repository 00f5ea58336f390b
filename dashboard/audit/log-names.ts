// What ids are called, learned from the log itself: the auditor reads neither the people's list nor the register. Pure.
import type { Area } from '@haixi/proto/live/picture';
import { type LogEvent, isKnownEvent } from '@haixi/proto/live/events';
import type { AnswerOf } from '../api/ask';
import { type Language, nameIn } from '../i18n/languages';

export type WireEvent = AnswerOf<'log'>['events'][number];

/** The events that say what something is called. */
export const namingTypes = ['person.set', 'unit.set', 'site.set', 'source.set', 'token.issued'] as const;

export type NameKind = 'person' | 'unit' | 'site' | 'source' | 'token' | 'area';
export type LogNames = (kind: NameKind, id: string) => string;

/** The name that stood last; an id that nothing named stands for itself. */
export function namesFrom(events: readonly WireEvent[], areas: readonly Area[], lang: Language): LogNames {
  const named = new Map<string, string>();
  for (const event of events.toSorted((a, b) => a.atMs - b.atMs)) {
    if (!isKnownEvent(event)) continue;
    const pair = nameOf(event);
    if (pair !== null) named.set(pair[0], pair[1]);
  }
  for (const area of areas) named.set(`area ${area.areaId}`, nameIn(lang, area));
  return (kind, id) => named.get(`${kind} ${id}`) ?? id;
}

/** The people whom these events name, for a filter. */
export function peopleIn(events: readonly WireEvent[]): string[] {
  const actors = events.flatMap(({ actor }) => (actor.kind === 'person' ? [actor.id] : []));
  const set = events.flatMap((event) =>
    isKnownEvent(event) && event.type === 'person.set' ? [event.data.personId] : [],
  );
  return [...new Set([...actors, ...set])].toSorted();
}

/** The area and all above it, which may name what is spoken of in it. */
export function lineOf(areaId: string, areas: readonly Area[]): string[] {
  const line: string[] = [];
  for (let at: string | null = areaId; at !== null && !line.includes(at);) {
    line.push(at);
    const here: string = at;
    at = areas.find((area) => area.areaId === here)?.parentId ?? null;
  }
  return line;
}

function nameOf(event: LogEvent): [string, string] | null {
  switch (event.type) {
    case 'person.set':
      return [`person ${event.data.personId}`, event.data.name];
    case 'unit.set':
      return [`unit ${event.data.unitId}`, event.data.name];
    case 'site.set':
      return [`site ${event.data.siteId}`, event.data.name];
    case 'source.set':
      return [`source ${event.data.siteId}/${event.data.sourceId}`, event.data.name];
    case 'token.issued':
      return [`token ${event.data.tokenId}`, event.data.name];
    default:
      return null;
  }
}
