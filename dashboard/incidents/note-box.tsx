// A note into the incident: a line, Enter, done; what could not be sent stays in the box.
import type { Incident } from '@haixi/proto/incident/incident';
import { Button, Input, type InputRef } from 'antd';
import { type Ref, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Run } from '../store/use-commands';

export interface NoteBoxProps {
  readonly incident: Incident;
  readonly run: Run;
  readonly pending: boolean;
  readonly field: Ref<InputRef>;
}

export function NoteBox({ incident, run, pending, field }: NoteBoxProps) {
  const { t } = useTranslation('console');
  const [text, setText] = useState('');
  const save = async () => {
    if (text.trim() === '' || pending) return;
    const answer = await run('incident.note', { incidentId: incident.incidentId, text: text.trim() });
    if (answer.ok) setText('');
  };
  return (
    <section className="block note-line" aria-label={t('note')}>
      <Input
        ref={field}
        aria-label={t('note')}
        value={text}
        maxLength={500}
        placeholder={t('noteHint')}
        onChange={(change) => setText(change.target.value)}
        onPressEnter={() => void save()}
      />
      <Button disabled={text.trim() === ''} loading={pending} onClick={() => void save()}>
        {t('noteSave')}
      </Button>
    </section>
  );
}
