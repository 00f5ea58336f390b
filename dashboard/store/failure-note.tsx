// What was not done and what to do about it, where the person is looking.
import { useTranslation } from 'react-i18next';
import { type Failure, failureWords } from '../i18n/problem-words';
import './failure-note.css';

export function FailureNote({ failure }: { failure: Failure | null }) {
  const { t } = useTranslation('problems');
  if (failure === null) return null;
  return (
    <p className="failure-note" role="alert" data-testid="failure">
      <span aria-hidden="true">✕ </span>
      {failureWords(t, failure)}
    </p>
  );
}
