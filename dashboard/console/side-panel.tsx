// The right column: the site that was clicked, else the selected incident, else who is on duty; a refusal above all.
import type { Incident } from '@haixi/proto/incident/incident';
import type { Latest, Picture } from '@haixi/proto/live/picture';
import { type Ref, Suspense, useImperativeHandle, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { UnitList } from '../dispatch/unit-list';
import { RefusalNote } from '../incidents/refusal-note';
import { mayHere } from '../store/may';
import type { Names } from '../store/names';
import { useSession } from '../store/session-context';
import type { Commands } from '../store/use-commands';
import type { IncidentPanelHandle } from './incident-panel';
import { IncidentPanel, SitePanel } from './later';

/** What the keyboard does in the column. */
export interface PanelHandle extends IncidentPanelHandle {
  focus(): void;
}

export interface SidePanelProps {
  readonly ref: Ref<PanelHandle>;
  readonly picture: Picture;
  readonly latest: Latest;
  readonly names: Names;
  readonly nowMs: number;
  readonly incidentId: string | null;
  readonly siteId: string | null;
  readonly commands: Commands;
  readonly onReceive: (incident: Incident) => void;
  readonly onLook: (incident: Incident) => void;
  readonly onOpen: (incidentId: string) => void;
  readonly onCloseSite: () => void;
  readonly onOpenCamera: (siteId: string, sourceId: string) => void;
}

export function SidePanel(props: SidePanelProps) {
  const { ref, picture, latest, names, nowMs, incidentId, siteId, commands, onReceive, onLook } = props;
  const { t } = useTranslation('console');
  const { me } = useSession();
  const column = useRef<HTMLElement>(null);
  const incidentPanel = useRef<IncidentPanelHandle>(null);
  useImperativeHandle(ref, () => ({
    focus: () => column.current?.focus(),
    sendNth: (nth) => incidentPanel.current?.sendNth(nth),
    focusNote: () => incidentPanel.current?.focusNote(),
    toggleVideo: () => incidentPanel.current?.toggleVideo(),
    largerVideo: () => incidentPanel.current?.largerVideo(),
  }));
  const site = siteId === null ? undefined : picture.sites[siteId];
  const { refusal, dismiss } = commands;
  return (
    <aside className="side-panel" ref={column} tabIndex={0} aria-label={t('panel')}>
      {refusal === null ? null : <RefusalNote refusal={refusal} names={names} onDismiss={dismiss} />}
      <Suspense fallback={<p className="empty">{t('loading')}</p>}>
        {site !== undefined ? (
          <SitePanel
            site={site}
            reading={latest.sites.find((each) => each.siteId === site.siteId) ?? null}
            names={names}
            nowMs={nowMs}
            mayAcknowledge={mayHere(me, 'gap.acknowledge', site.areaId, picture.areas)}
            mayTest={mayHere(me, 'site.test', site.areaId, picture.areas)}
            commands={commands}
            onBack={props.onCloseSite}
            onOpenCamera={(sourceId) => props.onOpenCamera(site.siteId, sourceId)}
          />
        ) : incidentId !== null ? (
          <IncidentPanel
            key={incidentId}
            ref={incidentPanel}
            incidentId={incidentId}
            picture={picture}
            latest={latest}
            names={names}
            nowMs={nowMs}
            commands={commands}
            onReceive={onReceive}
            onLook={onLook}
            onOpen={props.onOpen}
            onOpenCamera={props.onOpenCamera}
          />
        ) : (
          <>
            <div className="pick-one">
              <p>{t('pickOne')}</p>
              <p className="muted">{t('pickHint')}</p>
            </div>
            <UnitList picture={picture} latest={latest} names={names} nowMs={nowMs} />
          </>
        )}
      </Suspense>
    </aside>
  );
}
