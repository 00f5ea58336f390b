// The signs at the map's edge: what calls outside the view, and in which direction; a press selects it.
import { type Language, words } from '../i18n/languages';
import type { Sign } from './beyond';
import { Icon } from './icons/icon';
import { priorityColour } from './palette';
import { mapWords } from './words';

export function BeyondSigns({
  signs,
  lang,
  onSelect,
}: {
  signs: readonly Sign[];
  lang: Language;
  onSelect: (incidentId: string) => void;
}) {
  return signs.map(({ mark, count, box: [left, top, right, bottom], short, angle }) => {
    const { incidentId, kind, priority, icon } = mark;
    const many = count > 1 ? ` ×${count}` : '';
    const what = `${words[lang].vocabulary[`kind.${kind}`]}${many}`;
    const told = mapWords[lang].beyond(what, lang === 'en' ? mark.whereEn : mark.where);
    return (
      <button
        key={incidentId}
        type="button"
        className="district-map-beyond"
        style={{
          left,
          top,
          width: right - left,
          height: bottom - top,
          color: priorityColour[priority],
        }}
        aria-label={told}
        title={told}
        onClick={() => onSelect(incidentId)}
      >
        <svg viewBox="-8 -8 16 16" aria-hidden="true">
          <path d="M7 0 L-5 -6 L-2 0 L-5 6 Z" transform={`rotate(${angle})`} />
        </svg>
        <Icon name={icon} />
        <span>{short ? many : what}</span>
      </button>
    );
  });
}
