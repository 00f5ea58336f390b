// What is written beside incidents: at each spot one label that says what, where and how many, and the others' kinds.
import { type Language, words } from '../../i18n/languages';
import { type IncidentMark, spotOf } from '../marks/incidents';
import { priorityColour, rgba } from '../palette';
import type { Draft } from './draft';
import { pinPx } from './incidents';

/** What of priority 3 and 4 finds no free place is told by pin, note and queue. */
const saidUpTo = 2;

/**
 * The spots' first labels before all others, the most urgent first. `incidents` stand as they are drawn, the most urgent
 * last. Only the first label of a spot where an urgent incident calls is shown at any cost: two would lie on each other,
 * and in a storm the words of the lesser ones go, not their pins.
 */
export function incidentDrafts(incidents: readonly IncidentMark[], lang: Language): Draft[] {
  const spots = [...Map.groupBy(incidents.toReversed(), spotOf).values()].map((marks) => {
    const first = marks.find(({ calls }) => calls) ?? marks[0]!;
    return { first, rest: marks.filter((mark) => mark !== first) };
  });
  return [
    ...spots
      .toSorted((a, b) => Number(mustBeSaid(b.first)) - Number(mustBeSaid(a.first)))
      .map(({ first, rest }) => firstLabel(first, 1 + rest.length, lang)),
    ...spots.flatMap(({ rest }) => rest.map((mark) => label(mark, kindOf(mark, lang), false))),
  ];
}

function firstLabel(mark: IncidentMark, count: number, lang: Language): Draft {
  const where = lang === 'en' ? mark.whereEn : mark.where;
  const many = count > 1 ? ` ×${count}` : '';
  const kind = kindOf(mark, lang);
  return {
    ...label(mark, `${kind}\n${where}${many}`, mustBeSaid(mark)),
    short: `${kind}${many}`,
  };
}

function label(
  { incidentId, position, priority, shiftPx }: IncidentMark,
  text: string,
  always: boolean,
): Draft {
  return {
    id: `incident ${incidentId}`,
    text,
    position,
    sizePx: priority === 1 ? 15 : 13,
    gapPx: pinPx[priority] / 2 + 12,
    shift: [shiftPx, -pinPx[priority] / 2 - 4],
    sides: ['right', 'left', 'above', 'below', 'rightUp', 'leftUp', 'rightDown', 'leftDown'],
    marginPx: 8,
    always,
    colour: rgba(priorityColour[priority]),
    look: 'alarm',
  };
}

function mustBeSaid({ calls, priority }: IncidentMark): boolean {
  return calls && priority <= saidUpTo;
}

function kindOf({ kind }: IncidentMark, lang: Language): string {
  return words[lang].vocabulary[`kind.${kind}`];
}
