// The validation level 核实等级 and what it rests on.
import type { Incident } from '@haixi/proto/incident/incident';
import { type Evidence, type ValidationLevel, evidenceSchema } from '@haixi/proto/vocabulary';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Run } from '../store/use-commands';

const levels: readonly ValidationLevel[] = [0, 1, 2, 3, 4];

export function RateForm({ incident, run, pending }: { incident: Incident; run: Run; pending: boolean }) {
  const { t } = useTranslation(['console', 'vocabulary']);
  const [level, setLevel] = useState<ValidationLevel | null>(incident.level);
  const [evidence, setEvidence] = useState<Evidence>(incident.evidence ?? 'none');
  const changed = level !== null && (level !== incident.level || evidence !== incident.evidence);
  const save = () => {
    if (level === null) return;
    const { incidentId, stage } = incident;
    void run('incident.rate', { incidentId, expects: stage, level, evidence });
  };
  return (
    <section className="block" aria-label={t('console:level')}>
      <h3>
        {t('console:level')}
        <span className="muted">
          {incident.level === null ? t('console:unrated') : t(`vocabulary:level.${incident.level}`)}
        </span>
      </h3>
      <div className="rate-line">
        <Select
          aria-label={t('console:level')}
          className="grow"
          value={level}
          placeholder={t('console:unrated')}
          onChange={setLevel}
          options={levels.map((each) => ({ value: each, label: `${each} ${t(`vocabulary:level.${each}`)}` }))}
        />
        <Select
          aria-label={t('console:evidence')}
          className="grow"
          value={evidence}
          onChange={setEvidence}
          options={evidenceSchema.options.map((each) => ({
            value: each,
            label: t(`vocabulary:evidence.${each}`),
          }))}
        />
        <Button disabled={!changed} loading={pending} onClick={save}>
          {t('console:rate')}
        </Button>
      </div>
    </section>
  );
}
