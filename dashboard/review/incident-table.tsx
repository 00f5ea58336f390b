// The incidents behind a number, newest first, each with its clocks and the way to its whole timeline.
import type { ReviewRow } from '@haixi/proto/review/review';
import { useTranslation } from 'react-i18next';
import { dayTime } from '../i18n/times';
import { useNames } from '../store/names';
import { durationText } from './durations';

export function IncidentTable({ rows }: { rows: readonly ReviewRow[] }) {
  const { t } = useTranslation(['review', 'vocabulary']);
  const names = useNames();
  if (rows.length === 0) return <p role="status">{t('none')}</p>;
  return (
    <div className="review-wide" tabIndex={0} role="region" aria-label={t('incidents')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('opened')}</th>
            <th scope="col">{t('what')}</th>
            <th scope="col">{t('where')}</th>
            <th scope="col">{t('stageOrOutcome')}</th>
            <th scope="col">{t('step_receive')}</th>
            <th scope="col">{t('step_dispatch')}</th>
            <th scope="col">{t('units')}</th>
            <th scope="col">{t('step_close')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.incidentId}>
              <th scope="row">
                <a href={`/console#incident=${row.incidentId}`}>{dayTime(row.openedAtMs)}</a>
              </th>
              <td>
                {row.priority} · {t(`vocabulary:kind.${row.kind}`)}
              </td>
              <td>{row.siteId === null ? row.address : names.site(row.siteId)}</td>
              <td>
                {row.leftOut === 'merged'
                  ? t('merged')
                  : row.outcome === null
                    ? t(`vocabulary:stage.${row.stage}`)
                    : t(`vocabulary:outcome.${row.outcome}`)}
              </td>
              <td>{durationText(row.receiveMs)}</td>
              <td>{durationText(row.dispatchMs)}</td>
              <td>
                {row.assignments
                  .map(({ unitId, signMs, arriveMs }) =>
                    t('unitClocks', {
                      unit: names.unit(unitId),
                      sign: durationText(signMs),
                      arrive: durationText(arriveMs),
                    }),
                  )
                  .join('；')}
              </td>
              <td>{durationText(row.closeMs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
