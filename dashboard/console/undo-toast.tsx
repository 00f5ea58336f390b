// After 派警 for some seconds: who was sent, and 撤销 by a click or by U.
import { useTranslation } from 'react-i18next';
import type { Names } from '../store/names';
import type { Undo } from './use-undo';

export function UndoToast({ undo, names }: { undo: Undo; names: Names }) {
  const { t } = useTranslation('queue');
  const [last] = undo.offers;
  return (
    <div className="undo-place" role="status">
      {last === undefined ? null : (
        <div className="undo-toast" data-testid="undo-toast">
          <span>{t('sent', { unit: names.unit(last.unitId) })}</span>
          <button type="button" onClick={undo.undo}>
            {t('undo')} <kbd>U</kbd>
          </button>
        </div>
      )}
    </div>
  );
}
