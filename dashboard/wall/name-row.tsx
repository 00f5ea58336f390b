// One saved wall or tour in its list: opened by its name, named anew in place, deleted.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

export interface NameRowProps {
  readonly name: string;
  /** The number key that opens it; null where none does. */
  readonly nth: number | null;
  readonly about: string;
  readonly isOpen: boolean;
  /** What else can be done with it now. */
  readonly change: { readonly says: string; readonly do: () => void } | null;
  readonly taken: readonly string[];
  readonly onOpen: () => void;
  readonly onRename: (name: string) => void;
  readonly onDelete: () => void;
}

export function NameRow({ name, nth, about, isOpen, change, taken, ...on }: NameRowProps) {
  const { t } = useTranslation('wall');
  const [typed, setTyped] = useState<string | null>(null);
  if (typed !== null) {
    const wanted = typed.trim();
    const isGood = wanted !== '' && (wanted === name || !taken.includes(wanted));
    return (
      <li>
        <form
          className="wall-save"
          onKeyDown={(pressed) => {
            if (pressed.key === 'Escape') setTyped(null);
          }}
          onSubmit={(submitted) => {
            submitted.preventDefault();
            if (!isGood) return;
            setTyped(null);
            if (wanted !== name) on.onRename(wanted);
          }}
        >
          <input
            type="text"
            maxLength={40}
            autoFocus
            aria-label={t('newName', { name })}
            aria-invalid={!isGood}
            value={typed}
            onChange={({ target }) => setTyped(target.value)}
          />
          <button type="submit" disabled={!isGood}>
            {t('rename')}
          </button>
        </form>
      </li>
    );
  }
  return (
    <li className={isOpen ? 'wall-name is-open' : 'wall-name'}>
      <button type="button" className="wall-name-open" aria-current={isOpen} onClick={on.onOpen}>
        {nth === null ? null : <kbd>{nth}</kbd>}
        <span className="wall-row-name">{name}</span>
        <span className="muted">{about}</span>
      </button>
      {change === null ? null : (
        <button type="button" onClick={change.do}>
          {change.says}
        </button>
      )}
      <button
        type="button"
        aria-label={t('renameIt', { name })}
        title={t('rename')}
        onClick={() => setTyped(name)}
      >
        ✎
      </button>
      <button type="button" aria-label={t('deleteIt', { name })} title={t('delete')} onClick={on.onDelete}>
        ✕
      </button>
    </li>
  );
}
