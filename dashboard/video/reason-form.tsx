// Why somebody looks at a camera, said before it is looked at (rule V3): a purpose of the list and words; by keyboard alone.
import { reasonedPurposes } from '@haixi/proto/vocabulary';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useServerClock } from '../store/live-context';
import { useSession } from '../store/session-context';
import { keepSaid, lastSaid, type Said } from './last-said';
import './reason-form.css';

export interface ReasonFormProps {
  /** Ways that need no words, as buttons before the form. */
  readonly ways: ReactNode;
  /** Whether there is an incident beside: following it comes first. */
  readonly forIncident: boolean;
  readonly onSay: (said: Said) => void;
  readonly onCancel: (() => void) | null;
}

export function ReasonForm({ ways, forIncident, onSay, onCancel }: ReasonFormProps) {
  const { t } = useTranslation(['video', 'vocabulary', 'app']);
  const { me } = useSession();
  const nowMs = useServerClock();
  const { personId } = me.person;
  const [before] = useState(() => lastSaid(localStorage, personId, nowMs()));
  const [purpose, setPurpose] = useState<Said['purpose']>(
    before?.purpose ?? (forIncident ? 'follow' : 'check'),
  );
  const [reason, setReason] = useState(before?.reason ?? '');
  const [isMissing, setMissing] = useState(false);
  const words = useRef<HTMLInputElement>(null);
  const go = useRef<HTMLButtonElement>(null);
  // What was said before is one Enter; the room's other keys still work from a button.
  useEffect(() => (before === null ? words : go).current?.focus({ preventScroll: true }), [before]);
  const say = () => {
    const said = { purpose, reason: reason.trim() };
    if (said.reason === '') {
      setMissing(true);
      words.current?.focus();
      return;
    }
    keepSaid(localStorage, personId, said, nowMs());
    onSay(said);
  };
  return (
    <form
      className="reason-form"
      data-testid="reason-form"
      aria-label={t('video:why')}
      onKeyDown={(pressed) => {
        if (pressed.key !== 'Escape' || onCancel === null) return;
        pressed.preventDefault();
        onCancel();
      }}
      onSubmit={(submitted) => {
        submitted.preventDefault();
        say();
      }}
    >
      {ways}
      <fieldset>
        <legend>{t('video:why')}</legend>
        <div className="reason-purposes">
          {reasonedPurposes.map((each) => (
            <label key={each} data-purpose={each} className={each === purpose ? 'is-chosen' : undefined}>
              <input
                type="radio"
                name="purpose"
                checked={each === purpose}
                onChange={() => setPurpose(each)}
              />
              {t(`vocabulary:purpose.${each}`)}
            </label>
          ))}
        </div>
      </fieldset>
      <div className="reason-words">
        <input
          ref={words}
          type="text"
          maxLength={200}
          data-testid="reason-words"
          aria-label={t('video:whyText')}
          aria-invalid={isMissing}
          placeholder={t(`video:whyExample.${purpose}`)}
          value={reason}
          onChange={(change) => {
            setReason(change.target.value);
            setMissing(false);
          }}
        />
        <button ref={go} type="submit" className="reason-go" data-video-key="go">
          ▶ {t('video:look')}
        </button>
        {onCancel === null ? null : (
          <button type="button" onClick={onCancel}>
            {t('video:notNow')}
          </button>
        )}
      </div>
      {isMissing ? (
        <p className="reason-missing" role="alert">
          {t('video:whyMissing')}
        </p>
      ) : null}
      <p className="muted">{t('video:whyLogged')}</p>
    </form>
  );
}
