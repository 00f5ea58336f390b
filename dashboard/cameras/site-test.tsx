// A site on test: that it is, until when and what that means; whoever may begins one, and ends it before its time (N5).
import { testMinutesMax } from '@haixi/proto/devices/orders';
import type { Site } from '@haixi/proto/live/picture';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../i18n/problem-words';
import { clockTime, elapsed } from '../i18n/times';
import { FailureNote } from '../store/failure-note';
import { LackSign } from '../store/lack-sign';
import { useSession } from '../store/session-context';

const minutesOffered = [5, 10, 15, 30, testMinutesMax];

export interface SiteTestProps {
  readonly site: Site;
  readonly nowMs: number;
  /** Whether the person may put this site on test. */
  readonly mayTest: boolean;
}

/** Nothing for a site that is not on test, to a person who may not change that. */
export function SiteTest({ site, nowMs, mayTest }: SiteTestProps) {
  const { t } = useTranslation(['cameras', 'problems']);
  const { queries } = useSession();
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const { siteId, onTestUntilMs } = site;
  if (onTestUntilMs === null && !mayTest) return null;
  const told = async (asked: Promise<{ ok: true } | ({ ok: false } & Failure)>) => {
    setPending(true);
    const answer = await asked;
    setFailure(answer.ok ? null : answer);
    setPending(false);
  };
  return (
    <section className="block site-test" data-testid="site-test" aria-label={t('siteTest')}>
      {onTestUntilMs === null ? (
        <StartForm
          pending={pending}
          onStart={(minutes, reason) =>
            void told(queries.ask('startTest', { params: { siteId }, body: { minutes, reason } }))
          }
        />
      ) : (
        <div className="on-test" role="status">
          <LackSign lack={{ lack: 'tested', count: null }} />
          <div>
            <strong>
              {t('onTestUntil', {
                time: clockTime(onTestUntilMs),
                left: elapsed(onTestUntilMs - nowMs),
              })}
            </strong>
            <p>{t('onTestMeans')}</p>
          </div>
          {mayTest ? (
            <Button
              loading={pending}
              onClick={() => void told(queries.ask('endTest', { params: { siteId } }))}
            >
              {t('endTest')}
            </Button>
          ) : null}
        </div>
      )}
      <FailureNote failure={failure} />
    </section>
  );
}

function StartForm(props: { pending: boolean; onStart: (minutes: number, reason: string) => void }) {
  const { t } = useTranslation('cameras');
  const [isOpen, setOpen] = useState(false);
  const [minutes, setMinutes] = useState(15);
  const [reason, setReason] = useState('');
  if (!isOpen)
    return (
      <Button size="small" onClick={() => setOpen(true)}>
        {t('startTest')}
      </Button>
    );
  return (
    <form
      onSubmit={(submitted) => {
        submitted.preventDefault();
        if (!props.pending && reason.trim() !== '') props.onStart(minutes, reason.trim());
      }}
    >
      <p>{t('onTestMeans')}</p>
      <div className="note-line">
        <Select
          aria-label={t('testMinutes')}
          value={minutes}
          onChange={setMinutes}
          options={minutesOffered.map((value) => ({ value, label: t('minutes', { n: value }) }))}
        />
        <Input
          autoFocus
          aria-label={t('testReason')}
          placeholder={t('testReason')}
          value={reason}
          maxLength={200}
          onChange={(change) => setReason(change.target.value)}
        />
        <Button type="primary" htmlType="submit" disabled={reason.trim() === ''} loading={props.pending}>
          {t('startTest')}
        </Button>
      </div>
    </form>
  );
}
