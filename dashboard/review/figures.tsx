// The figures of a review as tables and bars; every count is a key that shows its incidents below.
import type { Review } from '@haixi/proto/review/review';
import { useTranslation } from 'react-i18next';
import { useNames } from '../store/names';
import { bucketText, changeText, durationText, shareText } from './durations';

/** The incidents behind one number, and what number it was. */
export interface Chosen {
  readonly what: string;
  readonly incidentIds: readonly string[];
}

interface FiguresProps {
  readonly review: Review;
  readonly chosen: Chosen | null;
  readonly onChoose: (chosen: Chosen) => void;
}

export function Figures({ review, chosen, onChoose }: FiguresProps) {
  const { t } = useTranslation(['review', 'vocabulary']);
  const names = useNames();
  const number = (what: string, count: number, incidentIds: readonly string[]) => (
    <button
      type="button"
      className="review-number"
      disabled={count === 0}
      aria-pressed={chosen?.what === what}
      aria-label={t('showOf', { what, count })}
      onClick={() => onChoose({ what, incidentIds })}
    >
      {count}
    </button>
  );
  const counted = review.incidents
    .filter(({ leftOut }) => leftOut === null)
    .map(({ incidentId }) => incidentId);
  const leftOut = review.incidents.filter((row) => row.leftOut !== null).map(({ incidentId }) => incidentId);
  const change = changeText(review.count, review.beforeCount);
  return (
    <div className="review-figures">
      <section className="review-whole" aria-label={t('overview')}>
        <h2>{t('overview')}</h2>
        <dl className="review-tiles">
          <div>
            <dt>{t('counted')}</dt>
            <dd>
              {number(t('counted'), review.count, counted)}
              <small>{t('before', { count: review.beforeCount, change: change ?? '–' })}</small>
            </dd>
          </div>
          {review.unfinished.map(({ stage, count, incidentIds }) => (
            <div key={stage}>
              <dt>{t('unfinished', { stage: t(`vocabulary:stage.${stage}`) })}</dt>
              <dd>
                {number(t('unfinished', { stage: t(`vocabulary:stage.${stage}`) }), count, incidentIds)}
              </dd>
            </div>
          ))}
          <div>
            <dt>{t('leftOut')}</dt>
            <dd>{number(t('leftOut'), leftOut.length, leftOut)}</dd>
          </div>
        </dl>
      </section>
      <section aria-label={t('steps')}>
        <h2>{t('steps')}</h2>
        <table>
          <thead>
            <tr>
              {['step', 'times', 'p50', 'p90', 'change'].map((key) => (
                <th key={key} scope="col">
                  {t(key as 'step')}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {review.steps.map(({ step, count, p50Ms, p90Ms, beforeP50Ms, incidentIds }) => (
              <tr key={step}>
                <th scope="row">{t(`step_${step}`)}</th>
                <td>{number(t(`step_${step}`), count, incidentIds)}</td>
                <td>{durationText(p50Ms)}</td>
                <td>{durationText(p90Ms)}</td>
                <td>{changeText(p50Ms, beforeP50Ms) ?? '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <section className="review-buckets" aria-label={t('buckets')}>
        <h2>{t('buckets')}</h2>
        {(['sign', 'setOut', 'feedBack'] as const).map((step) => {
          const own = review.buckets.filter((bucket) => bucket.step === step);
          const all = own.reduce((sum, { count }) => sum + count, 0);
          return (
            <table key={step}>
              <caption>{t(`step_${step}`)}</caption>
              <tbody>
                {own.map(({ fromMs, toMs, count, incidentIds }) => {
                  const what = `${t(`step_${step}`)} ${bucketText(fromMs, toMs)}`;
                  return (
                    <tr key={fromMs}>
                      <th scope="row">{bucketText(fromMs, toMs)}</th>
                      <td>{number(what, count, incidentIds)}</td>
                      <td>{shareText(count, all)}</td>
                      <td className="review-bar" aria-hidden>
                        <i style={{ width: `${all === 0 ? 0 : (count / all) * 100}%` }} />
                      </td>
                    </tr>
                  );
                })}
              </tbody>
            </table>
          );
        })}
        <p className="review-rule">{t('bucketRule')}</p>
      </section>
      <section aria-label={t('targets')}>
        <h2>{t('targets')}</h2>
        <table>
          <tbody>
            {review.targets.map(({ priority, withinMs, wanted, met, of, lateIds }) => {
              const what = t(priority === 'high' ? 'targetHigh' : 'targetOther', { s: withinMs / 1000 });
              const good = of === 0 || met / of >= wanted;
              return (
                <tr key={`${priority}${withinMs}`} className={good ? '' : 'is-missed'}>
                  <th scope="row">{what}</th>
                  <td>{shareText(met, of)}</td>
                  <td>{t('wanted', { share: shareText(wanted, 1) })}</td>
                  <td>
                    {of === 0 ? '–' : good ? '✓' : t('missed')}{' '}
                    {number(t('lateOf', { what }), lateIds.length, lateIds)}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
      {[
        { title: t('byArea'), rows: review.byArea.map((row) => ({ ...row, name: names.area(row.areaId) })) },
        {
          title: t('byKind'),
          rows: review.byKind.map((row) => ({ ...row, name: t(`vocabulary:kind.${row.kind}`) })),
        },
      ].map(({ title, rows }) => (
        <section key={title} aria-label={title}>
          <h2>{title}</h2>
          <table>
            <thead>
              <tr>
                <th scope="col">{title}</th>
                <th scope="col">{t('counted')}</th>
                <th scope="col">{t('vocabulary:outcome.genuine')}</th>
                <th scope="col">{t('vocabulary:outcome.false-alarm')}</th>
                <th scope="col">{t('receiveP50')}</th>
                <th scope="col">{t('arriveP50')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ name, count, genuine, falseAlarms, receiveP50Ms, arriveP50Ms, incidentIds }) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td>{number(name, count, incidentIds)}</td>
                  <td>{genuine}</td>
                  <td>{falseAlarms}</td>
                  <td>{durationText(receiveP50Ms)}</td>
                  <td>{durationText(arriveP50Ms)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ))}
    </div>
  );
}
