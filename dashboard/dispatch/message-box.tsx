// Messages to a unit that was sent: what was told it, whether it was seen, and the next one by a click or a line.
import type { Assignment } from '@haixi/proto/incident/incident';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Names } from '../store/names';
import type { Run } from '../store/use-commands';
import { ReceiptLine } from './receipt-line';

export interface MessageBoxProps {
  readonly incidentId: string;
  readonly assignment: Assignment;
  readonly names: Names;
  readonly nowMs: number;
  /** Whether the unit is still bound and this person may speak to it. */
  readonly maySpeak: boolean;
  readonly hasTablet: boolean;
  readonly run: Run;
  readonly pending: boolean;
}

const quick = ['quickCall', 'quickCareful', 'quickWait', 'quickBack'] as const;

export function MessageBox(props: MessageBoxProps) {
  const { incidentId, assignment, names, nowMs, maySpeak, hasTablet, run, pending } = props;
  const { t } = useTranslation('handling');
  const [text, setText] = useState('');
  const { assignmentId, messages } = assignment;
  const tell = async (words: string) => {
    if (words.trim() === '' || pending) return;
    const answer = await run('assignment.tell', { incidentId, assignmentId, text: words.trim() });
    if (answer.ok) setText('');
  };
  return (
    <div className="messages">
      {messages.map(({ text: told, personId, atMs, marks }, at) => (
        <div key={`${atMs}-${at}`} className="message">
          <p>{t('messageBy', { who: names.person(personId), text: told })}</p>
          {hasTablet ? (
            <ReceiptLine marks={marks} sentAtMs={atMs} nowMs={nowMs} isAnswered={!maySpeak} />
          ) : null}
        </div>
      ))}
      {maySpeak ? (
        <>
          <div className="quick-messages">
            {quick.map((each) => (
              <Button key={each} size="small" disabled={pending} onClick={() => void tell(t(each))}>
                {t(each)}
              </Button>
            ))}
          </div>
          <div className="note-line">
            <Input
              size="small"
              aria-label={t('message', { unit: names.unit(assignment.unitId) })}
              placeholder={t('messageHint')}
              value={text}
              maxLength={500}
              onChange={(change) => setText(change.target.value)}
              onPressEnter={() => void tell(text)}
            />
            <Button
              size="small"
              disabled={text.trim() === ''}
              loading={pending}
              onClick={() => void tell(text)}
            >
              {t('messageSend')}
            </Button>
          </div>
        </>
      ) : null}
    </div>
  );
}
