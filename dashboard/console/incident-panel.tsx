// The incident panel: its state, the moves that are legal now and the person may make, who to send, and its timeline.
import type { Incident } from '@haixi/proto/incident/incident';
import { legalMoves } from '@haixi/proto/incident/moves';
import type { Latest, Picture } from '@haixi/proto/live/picture';
import { Button, type InputRef } from 'antd';
import { type Ref, useImperativeHandle, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AssignmentList } from '../dispatch/assignment-list';
import { DispatchBlock } from '../dispatch/dispatch-block';
import { AlarmList } from '../incidents/alarm-list';
import { ClockRow } from '../incidents/clock-row';
import { CloseForm } from '../incidents/close-form';
import { HandlingKeys } from '../incidents/handling-keys';
import { IncidentHead } from '../incidents/incident-head';
import { IncidentTimeline } from '../incidents/incident-timeline';
import { MergeForm } from '../incidents/merge-form';
import { NoteBox } from '../incidents/note-box';
import { RateForm } from '../incidents/rate-form';
import { TransferForm } from '../incidents/transfer-form';
import { useIncidentFile } from '../incidents/use-incident-file';
import { mayHere } from '../store/may';
import type { Names } from '../store/names';
import { useSession } from '../store/session-context';
import type { Commands } from '../store/use-commands';
import { IncidentVideo, type IncidentVideoHandle } from '../video/incident-video';

/** What the keyboard does in the panel. */
export interface IncidentPanelHandle {
  sendNth(nth: number): void;
  focusNote(): void;
  toggleVideo(): void;
  largerVideo(): void;
}

export interface IncidentPanelProps {
  readonly ref: Ref<IncidentPanelHandle>;
  readonly incidentId: string;
  readonly picture: Picture;
  readonly latest: Latest;
  readonly names: Names;
  readonly nowMs: number;
  readonly commands: Commands;
  readonly onReceive: (incident: Incident) => void;
  readonly onLook: (incident: Incident) => void;
  readonly onOpen: (incidentId: string) => void;
  readonly onOpenCamera: (siteId: string, sourceId: string) => void;
}

export function IncidentPanel(props: IncidentPanelProps) {
  const { ref, incidentId, picture, names, nowMs, commands, onReceive, onLook } = props;
  const { t } = useTranslation(['console', 'vocabulary']);
  const { me } = useSession();
  const { value: file, failed } = useIncidentFile(incidentId);
  const [form, setForm] = useState<'close' | 'transfer' | 'merge' | null>(null);
  const closing = form === 'close';
  const setClosing = (open: boolean) => setForm(open ? 'close' : null);
  const note = useRef<InputRef>(null);
  const video = useRef<IncidentVideoHandle>(null);
  const sender = useRef<{ sendNth(nth: number): void }>(null);
  useImperativeHandle(ref, () => ({
    sendNth: (nth) => sender.current?.sendNth(nth),
    focusNote: () => note.current?.focus(),
    toggleVideo: () => video.current?.toggle(),
    largerVideo: () => video.current?.larger(),
  }));

  // The picture is ahead of the file; only a closed incident has left it.
  const incident = picture.incidents[incidentId] ?? file?.incident;
  if (incident === undefined)
    return <p className="empty">{failed ? t('console:timelineFailed') : t('console:loading')}</p>;

  const { run, isPending } = commands;
  const may = (action: 'incident.receive' | 'incident.handle' | 'incident.note') =>
    mayHere(me, action, incident.areaId, picture.areas);
  const legal = legalMoves(incident).incident;
  const mayHandle = may('incident.handle');
  const mayReceive = may('incident.receive') && legal.includes('receive');
  const mayClose = mayHandle && legal.includes('close');
  const mayTakeOver =
    may('incident.receive') && legal.includes('takeOver') && incident.receivedBy !== me.person.personId;
  return (
    <article
      className="incident-panel"
      data-testid="incident-panel"
      data-stage={incident.stage}
      onPointerDownCapture={() => onLook(incident)}
    >
      <IncidentHead incident={incident} names={names} nowMs={nowMs}>
        {mayTakeOver ? (
          <Button
            size="small"
            loading={isPending('incident.takeOver', incidentId)}
            onClick={() => void run('incident.takeOver', { incidentId, expects: incident.stage })}
          >
            {t('console:takeOver')}
          </Button>
        ) : null}
        <HandlingKeys
          incident={incident}
          mayTransfer={mayHandle && legal.includes('transfer') && form !== 'transfer'}
          mayMerge={mayHandle && legal.includes('merge') && form !== 'merge'}
          onTransfer={() => setForm('transfer')}
          onMerge={() => setForm('merge')}
          onOpen={props.onOpen}
        />
        {mayClose && !closing ? (
          <Button size="small" onClick={() => setClosing(true)}>
            {t('console:close')}
          </Button>
        ) : null}
      </IncidentHead>
      <ClockRow incident={incident} nowMs={nowMs} />
      {mayReceive ? (
        <Button
          type="primary"
          size="large"
          className="receive-large"
          loading={isPending('incident.receive', incidentId)}
          onClick={() => onReceive(incident)}
        >
          {t('console:receiveNow')}
        </Button>
      ) : null}
      <IncidentVideo
        ref={video}
        incident={incident}
        picture={picture}
        latest={props.latest}
        names={names}
        nowMs={nowMs}
        onOpenCamera={props.onOpenCamera}
        onReceive={mayReceive ? () => onReceive(incident) : null}
      />
      {closing && mayClose ? (
        <CloseForm
          incident={incident}
          run={run}
          pending={isPending('incident.close', incidentId)}
          onCancel={() => setClosing(false)}
        />
      ) : null}
      {form === 'transfer' && mayHandle && legal.includes('transfer') ? (
        <TransferForm
          incident={incident}
          run={run}
          pending={isPending('incident.transfer', incidentId)}
          onDone={() => setForm(null)}
        />
      ) : null}
      {form === 'merge' && mayHandle && legal.includes('merge') ? (
        <MergeForm
          incident={incident}
          picture={picture}
          names={names}
          run={run}
          pending={isPending('incident.merge', incidentId)}
          onDone={() => setForm(null)}
          onMerged={(intoId) => {
            setForm(null);
            props.onOpen(intoId);
          }}
        />
      ) : null}
      <AssignmentList
        incident={incident}
        tablets={props.latest.tablets}
        isTelling={(id) => isPending('assignment.tell', id)}
        names={names}
        nowMs={nowMs}
        mayHandle={mayHandle}
        run={run}
        isPending={(id) => isPending('assignment.recall', id) || isPending('assignment.release', id)}
      />
      {mayHandle && legal.includes('send') ? (
        <DispatchBlock
          ref={sender}
          incident={incident}
          units={picture.units}
          tablets={props.latest.tablets}
          names={names}
          nowMs={nowMs}
          run={run}
          isSending={(unitId) => isPending('incident.send', unitId)}
        />
      ) : null}
      {mayHandle && legal.includes('rate') ? (
        <RateForm incident={incident} run={run} pending={isPending('incident.rate', incidentId)} />
      ) : null}
      <AlarmList
        incident={incident}
        names={names}
        maySplit={mayHandle && legal.includes('split')}
        run={run}
        pending={isPending('incident.split', incidentId)}
        onSplit={props.onOpen}
      />
      {may('incident.note') ? (
        <NoteBox
          incident={incident}
          run={run}
          pending={isPending('incident.note', incidentId)}
          field={note}
        />
      ) : null}
      <IncidentTimeline incidentId={incidentId} events={file?.events ?? null} failed={failed} names={names} />
    </article>
  );
}
