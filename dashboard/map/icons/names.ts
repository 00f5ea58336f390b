// The name of every icon, and which one a site, a unit or an incident has. Pure; icons.ts draws them.
import type { Incident } from '@haixi/proto/incident/incident';
import type { Site, Unit } from '@haixi/proto/live/picture';
import { sitePresenceSchema, siteTypes, unitKinds, type Priority } from '@haixi/proto/vocabulary';
import type { SitePresence, SiteType, UnitKind } from '@haixi/proto/vocabulary';

export type SiteIcon = `site-${SiteType}-${SitePresence}`;
export type UnitIcon = `unit-${UnitKind}-${'on' | 'off'}`;
export type IncidentIcon = `incident-${Priority}-${'new' | 'taken'}`;
export type IconName = SiteIcon | UnitIcon | IncidentIcon;

const priorities: readonly Priority[] = [1, 2, 3, 4];

export const iconNames: readonly IconName[] = [
  ...siteTypes.flatMap((type) =>
    sitePresenceSchema.options.map((presence): IconName => `site-${type}-${presence}`),
  ),
  ...unitKinds.flatMap((kind): IconName[] => [`unit-${kind}-on`, `unit-${kind}-off`]),
  ...priorities.flatMap((priority): IconName[] => [`incident-${priority}-new`, `incident-${priority}-taken`]),
];

export function siteIcon({ type, presence }: Pick<Site, 'type' | 'presence'>): SiteIcon {
  return `site-${type}-${presence}`;
}

export function unitIcon({ kind, onDuty }: Pick<Unit, 'kind' | 'onDuty'>): UnitIcon {
  return `unit-${kind}-${onDuty ? 'on' : 'off'}`;
}

export function incidentIcon({ priority, stage }: Pick<Incident, 'priority' | 'stage'>): IncidentIcon {
  return `incident-${priority}-${stage === 'reported' ? 'new' : 'taken'}`;
}
