// /review: what happened in a time, for a shift leader. Each number opens the incidents that it is made of.
import { queryRoutes } from '@haixi/proto/commands/routes';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../i18n/use-language';
import { dayTime } from '../i18n/times';
import { nameIn } from '../i18n/languages';
import { FailureNote } from '../store/failure-note';
import { useNowMs, usePicture } from '../store/live-context';
import { PageBar } from '../store/page-bar';
import { Figures, type Chosen } from './figures';
import { IncidentTable } from './incident-table';
import { type Period, periods, spanOf } from './periods';
import './review.css';
import { useReview } from './use-review';

export default function ReviewPage() {
  const { t } = useTranslation('review');
  const language = useLanguage();
  const picture = usePicture();
  const nowMs = useNowMs();
  const [period, setPeriod] = useState<Period>('shift');
  const [areaId, setAreaId] = useState('');
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const span = spanOf(period, nowMs);
  const { review, failure, isAsking } = useReview(span, areaId);
  const areas = Object.values(picture?.areas ?? {});
  const csv = `${queryRoutes.reviewCsv.path}?${new URLSearchParams({
    fromMs: String(span.fromMs),
    toMs: String(span.toMs),
    ...(areaId === '' ? {} : { areaId }),
  }).toString()}`;
  const shown = review?.incidents.filter(
    ({ incidentId }) => chosen?.incidentIds.includes(incidentId) ?? true,
  );
  return (
    <div className="review">
      <PageBar title={t('title')}>
        <a href="/console">{t('toConsole')}</a>
      </PageBar>
      <main>
        <form
          className="review-keys"
          aria-label={t('time')}
          onSubmit={(submitted) => submitted.preventDefault()}
        >
          <div role="group" aria-label={t('time')}>
            {periods.map((each) => (
              <button
                key={each}
                type="button"
                aria-pressed={period === each}
                onClick={() => {
                  setPeriod(each);
                  setChosen(null);
                }}
              >
                {t(each)}
              </button>
            ))}
          </div>
          <label>
            <span>{t('area')}</span>
            <select
              value={areaId}
              onChange={({ target }) => {
                setAreaId(target.value);
                setChosen(null);
              }}
            >
              <option value="">{t('allAreas')}</option>
              {areas.map((area) => (
                <option key={area.areaId} value={area.areaId}>
                  {nameIn(language, area)}
                </option>
              ))}
            </select>
          </label>
          <span className="review-span">
            {dayTime(span.fromMs)} – {dayTime(span.toMs)}
          </span>
          <a className="review-csv" href={csv} download>
            {t('csv')}
          </a>
        </form>
        <FailureNote failure={failure} />
        {review === null ? (
          <p role="status">{failure === null ? t('loading') : ''}</p>
        ) : (
          <div aria-busy={isAsking}>
            <Figures review={review} chosen={chosen} onChoose={setChosen} />
            <section aria-label={t('incidents')}>
              <h2>
                {t('incidents')}
                {chosen === null ? null : (
                  <button type="button" onClick={() => setChosen(null)}>
                    {t('only', { what: chosen.what })} ✕
                  </button>
                )}
              </h2>
              <IncidentTable rows={shown ?? []} />
            </section>
          </div>
        )}
      </main>
    </div>
  );
}
