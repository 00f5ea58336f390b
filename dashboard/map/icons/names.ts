// The name of every icon, and which one a site, a unit or an incident has. Pure; icons.ts draws them.
import type { Incident } from '@haixi/proto/incident/incident';
import type { Site, Unit } from '@haixi/proto/live/picture';
import { sitePresenceSchema, siteTypes, unitKinds, type Priority } from '@haixi/proto/vocabulary';
import type { AssignmentState, SitePresence, SiteType, UnitKind } from '@haixi/proto/vocabulary';
import type { CameraState } from '../../store/camera-state';
import { type SiteLack, siteLacks } from '../../store/site-lack';

export type SiteIcon = `site-${SiteType}-${SitePresence}`;
export type UnitIcon = `unit-${UnitKind}-${'on' | 'off'}`;
export type IncidentIcon = `incident-${Priority}-${'new' | 'taken'}`;
/** `fault`: its picture is not what it should be; `gone`: its site is dark; `unknown`: nothing is known of it now. */
export type CameraIcon = `camera-${(typeof cameraLooks)[number]}`;
export type LackIcon = `lack-${SiteLack}`;
/** How far a unit is with what it was sent to. */
export type TaskIcon = `task-${Task}`;
/** Several sites in one mark; `wrong` where one of them wants looking at. */
export type ClusterIcon = 'cluster-ok' | 'cluster-wrong';
export type IconName =
  SiteIcon | ClusterIcon | UnitIcon | TaskIcon | 'heading' | IncidentIcon | CameraIcon | LackIcon;

/** What a bound unit does: it was sent, has signed, is on its way, is there. Else it is free. */
export const tasks = ['sent', 'signed', 'setOut', 'arrived'] as const satisfies readonly AssignmentState[];
export type Task = (typeof tasks)[number];

const cameraLooks = ['ok', 'troubled', 'fault', 'gone', 'unknown'] as const;

const priorities: readonly Priority[] = [1, 2, 3, 4];

export const iconNames: readonly IconName[] = [
  ...siteTypes.flatMap((type) =>
    sitePresenceSchema.options.map((presence): IconName => `site-${type}-${presence}`),
  ),
  'cluster-ok',
  'cluster-wrong',
  ...unitKinds.flatMap((kind): IconName[] => [`unit-${kind}-on`, `unit-${kind}-off`]),
  'heading',
  ...tasks.map(taskIcon),
  ...cameraLooks.map((look): IconName => `camera-${look}`),
  ...siteLacks.map(lackIcon),
  ...priorities.flatMap((priority): IconName[] => [`incident-${priority}-new`, `incident-${priority}-taken`]),
];

export function lackIcon(lack: SiteLack): LackIcon {
  return `lack-${lack}`;
}

export function siteIcon({ type, presence }: Pick<Site, 'type' | 'presence'>): SiteIcon {
  return `site-${type}-${presence}`;
}

export function unitIcon({ kind, onDuty }: Pick<Unit, 'kind' | 'onDuty'>): UnitIcon {
  return `unit-${kind}-${onDuty ? 'on' : 'off'}`;
}

export function taskIcon(task: Task): TaskIcon {
  return `task-${task}`;
}

export function incidentIcon({ priority, stage }: Pick<Incident, 'priority' | 'stage'>): IncidentIcon {
  return `incident-${priority}-${stage === 'reported' ? 'new' : 'taken'}`;
}

const cameraIcons: Readonly<Record<CameraState, CameraIcon>> = {
  ok: 'camera-ok',
  troubled: 'camera-troubled',
  lost: 'camera-fault',
  covered: 'camera-fault',
  frozen: 'camera-fault',
  dark: 'camera-gone',
  starting: 'camera-unknown',
  unknown: 'camera-unknown',
  never: 'camera-unknown',
};

export function cameraIcon(state: CameraState): CameraIcon {
  return cameraIcons[state];
}
