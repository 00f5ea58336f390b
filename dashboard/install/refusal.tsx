// Why the server does not take something, in words and with what to do.
import type { Problem } from '@haixi/proto/commands/routes';
import { useTranslation } from 'react-i18next';
import { failureWords } from '../i18n/problem-words';

/** What did not come to pass: refused with a problem, or no answer at all. */
export type Failed = Problem | 'no_answer';

export function Refusal({ failed, says }: { failed: Failed; says?: string }) {
  const { t } = useTranslation(['problems', 'install']);
  const code = failed === 'no_answer' ? failed : failed.code;
  const words =
    says ??
    (failed === 'no_answer'
      ? t('install:noAnswer')
      : failureWords(t, { reason: 'refused', problem: failed }));
  return (
    <div className="install-alert" role="alert" data-testid="refusal" data-code={code}>
      <span aria-hidden="true">✕ </span>
      {words}
    </div>
  );
}
