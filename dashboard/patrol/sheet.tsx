// A sheet over the page for one thing at a time; the browser's own dialog keeps the focus inside and Escape closes it.
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';

export function Sheet({ title, close, children }: { title: string; close: () => void; children: ReactNode }) {
  const { t } = useTranslation('patrol');
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const shown = dialog.current;
    if (shown !== null && !shown.open) shown.showModal();
  }, []);
  return (
    <dialog ref={dialog} className="patrol-sheet" aria-labelledby={titleId} onClose={close}>
      <header>
        <h2 id={titleId}>{title}</h2>
        <button type="button" className="is-plain is-square" aria-label={t('close')} onClick={close}>
          ✕
        </button>
      </header>
      {children}
    </dialog>
  );
}
