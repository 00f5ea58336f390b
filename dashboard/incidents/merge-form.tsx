// 并案: choosing the incident that this one turns out to be; what will happen is said before it does.
import type { Incident } from '@haixi/proto/incident/incident';
import type { Picture } from '@haixi/proto/live/picture';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { distanceOf } from '../i18n/distance';
import { clockTime } from '../i18n/times';
import type { Names } from '../store/names';
import type { Run } from '../store/use-commands';
import { mergeChoices } from './merge-choices';
import { placeOf } from './place';

export interface MergeFormProps {
  readonly incident: Incident;
  readonly picture: Picture;
  readonly names: Names;
  readonly run: Run;
  readonly pending: boolean;
  readonly onDone: () => void;
  /** The incident that took it in is opened in its place. */
  readonly onMerged: (incidentId: string) => void;
}

export function MergeForm(props: MergeFormProps) {
  const { incident, picture, names, run, pending, onDone, onMerged } = props;
  const { t } = useTranslation(['handling', 'vocabulary', 'console']);
  const choices = mergeChoices(
    incident,
    Object.values(picture.incidents),
    ({ position, siteId }) =>
      position ?? (siteId === null ? null : (picture.sites[siteId]?.position ?? null)),
  );
  const merge = async (intoId: string) => {
    const { incidentId, stage } = incident;
    const answer = await run('incident.merge', { incidentId, expects: stage, intoId });
    if (answer.ok) onMerged(intoId);
  };
  return (
    <section className="block close-form" data-testid="merge-form" aria-label={t('mergeTitle')}>
      <h3>{t('mergeTitle')}</h3>
      <p className="muted">{choices.length === 0 ? t('mergeNone') : t('mergeHint')}</p>
      <ul className="merge-choices">
        {choices.map(({ incident: other, distanceM }) => {
          const what = `${t(`vocabulary:kind.${other.kind}`)} ${placeOf(other, names)}`;
          const distance = distanceM === null ? null : distanceOf(distanceM);
          return (
            <li key={other.incidentId}>
              <button
                type="button"
                className="list-row"
                disabled={pending}
                aria-label={t('mergeInto', { what })}
                data-testid={`merge-into-${other.incidentId}`}
                onClick={() => void merge(other.incidentId)}
              >
                <span>{what}</span>
                <span>{distance === null ? '' : t(`console:${distance.unit}`, { n: distance.n })}</span>
                <span className="muted">
                  {clockTime(other.openedAtMs)} · {t(`vocabulary:stage.${other.stage}`)}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
      <div className="form-line">
        <Button onClick={onDone}>{t('console:cancel')}</Button>
      </div>
    </section>
  );
}
