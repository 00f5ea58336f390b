// The command palette (Ctrl K): type a few letters, Enter does it; everything the console can do and everything it knows.
import { Modal } from 'antd';
import { type KeyboardEvent, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bestOf } from './fuzzy';
import { type PaletteItem, recentFirst } from './palette-items';

const shownMax = 40;
const recentMax = 12;
const sortWords = {
  move: 'itemMove',
  command: 'itemCommand',
  incident: 'itemIncident',
  site: 'itemSite',
  unit: 'itemUnit',
  camera: 'itemCamera',
  area: 'itemArea',
} as const;

/** What was chosen last, for as long as the page is there. */
let recent: readonly string[] = [];

/** What it is for: anything at all, or a place that somebody has named (`/`). */
const wordsFor = {
  anything: { title: 'palette', hint: 'paletteHint', none: 'paletteNone', foot: 'paletteFoot' },
  place: { title: 'places', hint: 'placesHint', none: 'placesNone', foot: 'placesFoot' },
} as const;

export interface PaletteProps {
  readonly seeks: keyof typeof wordsFor;
  /** In the order in which they stand while nothing is typed. */
  readonly items: () => readonly PaletteItem[];
  readonly onChoose: (item: PaletteItem) => void;
  readonly onClose: () => void;
}

export function Palette({ seeks, items, onChoose, onClose }: PaletteProps) {
  const { t } = useTranslation('queue');
  const said = wordsFor[seeks];
  // As it stood when it was opened: what comes in meanwhile moves nothing under the finger.
  const [all] = useState(() => recentFirst(items(), recent));
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const wanted = useDeferredValue(typed);
  const found = useMemo(
    () => bestOf(wanted, all, ({ title, about }) => `${title} ${about}`, shownMax),
    [wanted, all],
  );
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: 'nearest' });
  }, [at]);

  const choose = (item: PaletteItem | undefined) => {
    if (item === undefined) return;
    if (item.sort !== 'move')
      recent = [item.id, ...recent.filter((id) => id !== item.id)].slice(0, recentMax);
    onClose();
    onChoose(item);
  };
  const pressed = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by !== undefined) {
      event.preventDefault();
      setAt((now) => Math.min(found.length - 1, Math.max(0, now + by)));
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      // What is typed counts, also where the list is a moment behind.
      choose(
        wanted === typed ? found[at] : bestOf(typed, all, ({ title, about }) => `${title} ${about}`, 1)[0],
      );
    } else if (event.key === 'Escape') {
      event.preventDefault();
      onClose();
    }
  };
  const idOf = (index: number) => `palette-item-${index}`;
  return (
    <Modal
      open
      footer={null}
      closable={false}
      width={640}
      style={{ top: 88 }}
      onCancel={onClose}
      title={null}
    >
      <div className="palette" data-testid="palette">
        <input
          autoFocus
          role="combobox"
          aria-label={t(said.title)}
          aria-expanded
          aria-controls="palette-list"
          aria-activedescendant={found.length === 0 ? undefined : idOf(at)}
          placeholder={t(said.hint)}
          value={typed}
          onChange={({ target }) => {
            setTyped(target.value);
            setAt(0);
          }}
          onKeyDown={pressed}
        />
        {found.length === 0 ? (
          <p className="palette-none" role="status">
            {t(said.none, { typed })}
          </p>
        ) : null}
        <ul id="palette-list" role="listbox" aria-label={t(said.title)} ref={list}>
          {found.map((item, index) => (
            <li
              key={item.id}
              id={idOf(index)}
              role="option"
              aria-selected={index === at}
              onPointerMove={() => setAt(index)}
              onClick={() => choose(item)}
            >
              <span className="palette-sort">{t(sortWords[item.sort])}</span>
              <span className="palette-title">{item.title}</span>
              <span className="palette-about">{item.about}</span>
              {item.keyShown === '' ? null : <kbd>{item.keyShown}</kbd>}
            </li>
          ))}
        </ul>
        <p className="palette-foot">{t(said.foot)}</p>
      </div>
    </Modal>
  );
}
