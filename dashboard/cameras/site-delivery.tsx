// What did not arrive from a site and what is lost of it, until a person has acknowledged it (D5), and its last proof (P3).
import type { OpenGap, Site } from '@haixi/proto/live/picture';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dayTime } from '../i18n/times';
import { LackSign } from '../store/lack-sign';
import type { Commands } from '../store/use-commands';
import { numbersOf, withoutProof } from './gap-numbers';

export interface SiteDeliveryProps {
  readonly site: Site;
  /** When its last proof of life was stored; null where none is known. */
  readonly provedAtMs: number | null;
  readonly nowMs: number;
  readonly mayAcknowledge: boolean;
  readonly commands: Commands;
}

/** Nothing where everything has arrived. */
export function SiteDelivery({ site, provedAtMs, nowMs, mayAcknowledge, commands }: SiteDeliveryProps) {
  const { t } = useTranslation('cameras');
  const { gaps, unprovenSinceMs, presence } = site;
  const unprovenMs =
    presence === 'online' && unprovenSinceMs !== null ? nowMs - (provedAtMs ?? unprovenSinceMs) : null;
  if (gaps.length === 0 && unprovenMs === null) return null;
  const lost = gaps.filter(({ lostAtMs }) => lostAtMs !== null);
  const missing = gaps.filter(({ lostAtMs }) => lostAtMs === null);
  return (
    <section className="block site-delivery" data-testid="site-delivery" aria-label={t('delivery')}>
      <h3>{t('delivery')}</h3>
      <ul>
        {lost.map((gap) => (
          <LostGap
            key={gap.gapId}
            siteId={site.siteId}
            gap={gap}
            mayAcknowledge={mayAcknowledge}
            commands={commands}
          />
        ))}
        {missing.map((gap) => (
          <MissingGap key={gap.gapId} gap={gap} isOnline={presence === 'online'} />
        ))}
        {unprovenMs === null ? null : <Unproven ms={unprovenMs} />}
      </ul>
      {gaps.length === 0 ? null : <p className="muted">{t('gapNumbersMean')}</p>}
    </section>
  );
}

function LostGap(props: { siteId: string; gap: OpenGap; mayAcknowledge: boolean; commands: Commands }) {
  const { siteId, gap, mayAcknowledge, commands } = props;
  const { t } = useTranslation('cameras');
  const [note, setNote] = useState('');
  const { gapId, missing, sinceMs, lostAtMs } = gap;
  const numbers = useNumbers(gap);
  const pending = commands.isPending('gap.acknowledge', gapId);
  return (
    <li data-testid="gap" data-lack="lost">
      <LackSign lack={{ lack: 'lost', count: missing }} />
      <div>
        <strong>{t('gapLost', { n: missing, numbers })}</strong>
        <p className="muted">
          {t('gapSince', { time: dayTime(sinceMs) })} ·{' '}
          {t('gapLostSince', { time: dayTime(lostAtMs ?? sinceMs) })}
        </p>
        {mayAcknowledge ? (
          <form
            className="note-line"
            onSubmit={(submitted) => {
              submitted.preventDefault();
              if (!pending) void commands.run('gap.acknowledge', { siteId, gapId, note: note.trim() });
            }}
          >
            <Input
              aria-label={t('gapNote')}
              placeholder={t('gapNote')}
              value={note}
              maxLength={500}
              onChange={(change) => setNote(change.target.value)}
            />
            <Button type="primary" htmlType="submit" loading={pending}>
              {t('gapAcknowledge')}
            </Button>
          </form>
        ) : null}
      </div>
    </li>
  );
}

function MissingGap({ gap, isOnline }: { gap: OpenGap; isOnline: boolean }) {
  const { t } = useTranslation('cameras');
  const numbers = useNumbers(gap);
  return (
    <li data-testid="gap" data-lack="missing">
      <LackSign lack={{ lack: 'missing', count: gap.missing }} />
      <div>
        <strong>{t('gapMissing', { n: gap.missing, numbers })}</strong>
        <p className="muted">
          {t('gapSince', { time: dayTime(gap.sinceMs) })} · {isOnline ? t('gapAsked') : t('gapWaits')}
        </p>
      </div>
    </li>
  );
}

function Unproven({ ms }: { ms: number }) {
  const { t } = useTranslation('cameras');
  const { unit, n } = withoutProof(ms);
  return (
    <li data-testid="unproven">
      <LackSign lack={{ lack: 'unproven', count: null }} />
      <div>
        <strong>{t(unit, { n })}</strong>
        <p className="muted">{t('noProofMeans')}</p>
      </div>
    </li>
  );
}

function useNumbers(gap: OpenGap): string {
  const { t } = useTranslation('cameras');
  const { unit, from, to } = numbersOf(gap);
  return t(unit, { from, to });
}
