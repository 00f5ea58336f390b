// Why somebody looks at a camera, said by one press before it is looked at (rule V3); a few words may be added.
import type { Incident } from '@haixi/proto/incident/incident';
import { Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reason } from './look.service';

/** Of one's own accord; for an incident only where one is chosen. */
const purposes = ['follow', 'request', 'check', 'exercise'] as const;

export interface PurposePickProps {
  readonly siteId: string;
  readonly sourceId: string;
  /** The incident the person is at; null where there is none. */
  readonly incident: Incident | null;
  /** How the incident is called. */
  readonly incidentName: string;
  readonly onPick: (reason: Reason) => void;
}

export function PurposePick({ siteId, sourceId, incident, incidentName, onPick }: PurposePickProps) {
  const { t } = useTranslation(['video', 'vocabulary']);
  const [text, setText] = useState('');
  const camera = { siteId, sourceId };
  return (
    <div className="purpose-pick">
      <h4>{t('video:why')}</h4>
      <div className="purpose-keys">
        {incident === null ? null : (
          <button
            type="button"
            onClick={() =>
              onPick({
                ...camera,
                purpose: 'incident',
                incidentId: incident.incidentId,
                reason: text.trim(),
              })
            }
          >
            ▶ {t('video:forIncident', { what: incidentName })}
          </button>
        )}
        {purposes.map((purpose) => (
          <button
            key={purpose}
            type="button"
            data-purpose={purpose}
            onClick={() => onPick({ ...camera, purpose, incidentId: null, reason: text.trim() })}
          >
            ▶ {t(`vocabulary:purpose.${purpose}`)}
          </button>
        ))}
      </div>
      <Input
        size="small"
        maxLength={200}
        aria-label={t('video:whyText')}
        placeholder={t('video:whyText')}
        value={text}
        onChange={(change) => setText(change.target.value)}
      />
    </div>
  );
}
