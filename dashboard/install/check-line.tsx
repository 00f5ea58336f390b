// One check: how it stands by sign and word, what was measured against which limit, and what is to be done.
import type { Check } from '@haixi/proto/devices/orders';
import { useTranslation } from 'react-i18next';
import { faultIn } from '../i18n/languages';
import { useLanguage } from '../i18n/use-language';
import { limitKey, saidOfCheck, type Words } from './check-said';

export const checkSigns: Readonly<Record<Check['state'], string>> = {
  waiting: '○',
  running: '◌',
  ok: '✓',
  warn: '!',
  failed: '✕',
};

export function CheckLine({ check, children }: { check: Check; children?: React.ReactNode }) {
  const { t } = useTranslation('vocabulary');
  const { measured, hint } = useCheckWords(check);
  return (
    <li className={`install-check is-${check.state}`} data-check={check.check} data-state={check.state}>
      <b aria-hidden="true">{checkSigns[check.state]}</b>
      <div>
        <strong>{t(`check.${check.check}`)}</strong>
        <span className="install-check-state">{t(`checkState.${check.state}`)}</span>
        {measured === '' ? null : <span className="install-check-value">{measured}</span>}
        {hint === '' ? null : <p>{hint}</p>}
      </div>
      {children}
    </li>
  );
}

const noBlanks = { n: '', size: '', codec: '', percent: '' };

/** What was measured against which limit, and what is to be said of it; empty where there is nothing. */
export function useCheckWords(check: Check): { measured: string; hint: string } {
  const { t } = useTranslation('install');
  const language = useLanguage();
  const { measure, limit, hint, own } = saidOfCheck(check);
  const told = ({ key, blanks }: Words) => t(key, { ...noBlanks, ...blanks });
  const value = measure === null ? '' : told(measure);
  const most = limit === null ? '' : t(limitKey(check.check), { limit: told(limit) });
  const measured = value === '' || most === '' ? value || most : t('measured', { value, limit: most });
  return {
    measured,
    hint: hint === null ? faultIn(language, own) : told(hint),
  };
}
