// What an incident has to do with others, and the keys for handing it over and merging it, beside whose hands it is in.
import type { Incident } from '@haixi/proto/incident/incident';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { clockTime } from '../i18n/times';

export interface HandlingKeysProps {
  readonly incident: Incident;
  readonly mayTransfer: boolean;
  readonly mayMerge: boolean;
  readonly onTransfer: () => void;
  readonly onMerge: () => void;
  readonly onOpen: (incidentId: string) => void;
}

export function HandlingKeys(props: HandlingKeysProps) {
  const { incident, mayTransfer, mayMerge, onTransfer, onMerge, onOpen } = props;
  const { t } = useTranslation(['handling', 'vocabulary']);
  const last = incident.transfers.at(-1);
  const otherId = incident.mergedInto ?? incident.fromId;
  return (
    <>
      {last === undefined ? null : (
        <span className="late-text">
          {t('transferredTo', { time: clockTime(last.atMs), to: t(`vocabulary:transferTo.${last.to}`) })}
        </span>
      )}
      {otherId === null ? null : (
        <Button size="small" type="link" onClick={() => onOpen(otherId)}>
          {t(incident.mergedInto === null ? 'splitFrom' : 'mergedInto')}
        </Button>
      )}
      {mayTransfer ? (
        <Button size="small" onClick={onTransfer}>
          {t('transfer')}
        </Button>
      ) : null}
      {mayMerge ? (
        <Button size="small" onClick={onMerge}>
          {t('merge')}
        </Button>
      ) : null}
    </>
  );
}
