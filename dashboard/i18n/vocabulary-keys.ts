// Every item of every closed list of the contract as a key for words; the two languages must have each of them.
import type { RejectReason } from '@haixi/proto/commands/commands';
import type { AssignmentMove, IncidentMove } from '@haixi/proto/incident/moves';
import type { EventType } from '@haixi/proto/live/events';
import type { PictureState } from '@haixi/proto/mqtt/messages';
import type {
  AlarmKind,
  AssignmentState,
  ClockStep,
  Evidence,
  Origin,
  Outcome,
  Priority,
  Role,
  SitePresence,
  SiteType,
  SourceType,
  Stage,
  Trouble,
  UnitKind,
  ValidationLevel,
  ViewEnd,
  ViewPurpose,
} from '@haixi/proto/vocabulary';

export type VocabularyKey =
  | `siteType.${SiteType}`
  | `sourceType.${SourceType}`
  | `kind.${AlarmKind}`
  | `priority.${Priority}`
  | `origin.${Origin}`
  | `stage.${Stage}`
  | `state.${AssignmentState}`
  | `unitKind.${UnitKind}`
  | `outcome.${Outcome}`
  | `level.${ValidationLevel}`
  | `evidence.${Evidence}`
  | `clock.${ClockStep}`
  | `role.${Role}`
  | `presence.${SitePresence}`
  | `picture.${PictureState}`
  | `trouble.${Trouble}`
  | `purpose.${ViewPurpose}`
  | `viewEnd.${ViewEnd}`
  | `event.${EventType}`
  | `reject.${RejectReason}`
  | `move.${IncidentMove}`
  | `move.${AssignmentMove}`;
