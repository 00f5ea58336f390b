// Where an incident's picture would be, while there is no ground to show it: the two ways to it, receive or say why (V3).
import type { Incident } from '@haixi/proto/incident/incident';
import { useTranslation } from 'react-i18next';
import type { Names } from '../store/names';
import type { Said } from './last-said';
import { ReasonForm } from './reason-form';
import './reason-form.css';

export interface AskFirstProps {
  readonly incident: Incident;
  readonly names: Names;
  /** Whether the words are being asked for; otherwise the two ways are offered. */
  readonly isAsking: boolean;
  readonly onReceive: (() => void) | null;
  readonly onAsk: (isAsking: boolean) => void;
  readonly onSay: (said: Said) => void;
}

export function AskFirst({ incident, names, isAsking, onReceive, onAsk, onSay }: AskFirstProps) {
  const { t } = useTranslation('video');
  if (isAsking) return <ReasonForm ways={null} forIncident onSay={onSay} onCancel={() => onAsk(false)} />;
  const { receivedBy } = incident;
  return (
    <div className="ask-first" data-testid="ask-first">
      <p>{receivedBy === null ? t('opensOnReceive') : t('receivedBy', { who: names.person(receivedBy) })}</p>
      <div className="ask-ways">
        {onReceive === null ? null : (
          <button type="button" className="reason-go" onClick={onReceive}>
            {t('receiveAndLook')}
          </button>
        )}
        <button type="button" data-video-key="why" onClick={() => onAsk(true)}>
          {t('sayWhy')}
        </button>
      </div>
    </div>
  );
}
