// The head of the incident panel: what it is, where, how far along the stages, and in whose hands.
import type { Incident } from '@haixi/proto/incident/incident';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { elapsed } from '../i18n/times';
import type { Names } from '../store/names';
import { placeOf, whereOf } from './place';
import { PrioritySign } from './priority-sign';
import { stageLine } from './stage-line';

export interface IncidentHeadProps {
  readonly incident: Incident;
  readonly names: Names;
  readonly nowMs: number;
  /** The moves of the incident itself, beside whose hands it is in. */
  readonly children: ReactNode;
}

export function IncidentHead({ incident, names, nowMs, children }: IncidentHeadProps) {
  const { t } = useTranslation(['console', 'vocabulary']);
  const endMs = incident.closedAtMs ?? nowMs;
  return (
    <header className="incident-head">
      <div className="incident-title">
        <PrioritySign priority={incident.priority} filled={incident.stage === 'reported'} />
        <h2>{t(`vocabulary:kind.${incident.kind}`)}</h2>
        <time>{elapsed(endMs - incident.openedAtMs)}</time>
      </div>
      <div className="incident-place">{placeOf(incident, names)}</div>
      <div className="muted">{whereOf(incident, names)}</div>
      <ol className="stage-line">
        {stageLine(incident).map(({ stage, mark }) => (
          <li key={stage} className={mark} aria-current={mark === 'now' ? 'step' : undefined}>
            {t(`vocabulary:stage.${stage}`)}
          </li>
        ))}
      </ol>
      <div className="incident-holder">
        {incident.receivedBy === null ? (
          <span className="needs-action">{t('console:nobody')}</span>
        ) : (
          <span>{t('console:handledBy', { who: names.person(incident.receivedBy) })}</span>
        )}
        {incident.rings > 0 ? (
          <span className="rings">{t('console:rings', { count: incident.rings })}</span>
        ) : null}
        <div className="incident-keys">{children}</div>
      </div>
    </header>
  );
}
