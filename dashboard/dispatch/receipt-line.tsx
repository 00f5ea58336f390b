// Delivered, rung, seen: three signs with their times, and loud words where the tablet stays silent (T3).
import type { Marks } from '@haixi/proto/incident/assignment';
import { useTranslation } from 'react-i18next';
import { clockTime, elapsed } from '../i18n/times';
import { receiptOf } from './receipt';

export interface ReceiptLineProps {
  readonly marks: Marks;
  readonly sentAtMs: number;
  readonly nowMs: number;
  readonly isAnswered: boolean;
}

export function ReceiptLine({ marks, sentAtMs, nowMs, isAnswered }: ReceiptLineProps) {
  const { t } = useTranslation(['handling', 'vocabulary']);
  const receipt = receiptOf(marks, sentAtMs, nowMs, isAnswered);
  const time = elapsed(nowMs - sentAtMs);
  return (
    <div className="receipt">
      <ol className="state-line">
        {receipt.marks.map(({ mark, atMs }) => {
          const word = t(`vocabulary:tabletMark.${mark}`);
          return atMs === null ? (
            <li key={mark} className="muted" aria-label={t('receiptNotYet', { mark: word })}>
              <span aria-hidden>○</span> {word}
            </li>
          ) : (
            <li key={mark}>
              <span aria-hidden>●</span> {word} <time>{clockTime(atMs)}</time>
            </li>
          );
        })}
      </ol>
      {receipt.missing === null ? null : (
        <p className="needs-action" role="status" data-testid="receipt-missing">
          {receipt.missing === 'rung' ? t('notRung', { time }) : t('notDelivered', { time })}
        </p>
      )}
    </div>
  );
}
