// Every item of every closed list of the contract as a key for words; the two languages must have each of them.
import type { RejectReason } from '@haixi/proto/commands/commands';
import type { Action } from '@haixi/proto/commands/actions';
import type {
  checkNameSchema,
  checkSchema,
  orderKinds,
  orderStateSchema,
  stickerRowSchema,
} from '@haixi/proto/devices/orders';
import type { siteRowSchema } from '@haixi/proto/devices/sites';
import type { invitationSchema, personRowSchema } from '@haixi/proto/accounts/accounts';
import type { accountEvents, cameInBySchema, deviceEvents } from '@haixi/proto/live/register-events';
import type { AssignmentMove, IncidentMove } from '@haixi/proto/incident/moves';
import type { EventType } from '@haixi/proto/live/events';
import type { PictureState } from '@haixi/proto/mqtt/messages';
import type {
  AlarmKind,
  AssignmentState,
  ClockStep,
  Datum,
  Evidence,
  LegalBasis,
  Origin,
  Outcome,
  PlaceType,
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
  HandedOver,
  TabletMark,
  TabletState,
  TransferTarget,
} from '@haixi/proto/vocabulary';
import type { z } from 'zod';

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
  | `tabletMark.${TabletMark}`
  | `tabletState.${TabletState}`
  | `transferTo.${TransferTarget}`
  | `handedOver.${HandedOver}`
  | `event.${EventType}`
  | `reject.${RejectReason}`
  | `move.${IncidentMove}`
  | `move.${AssignmentMove}`
  | `place.${PlaceType}`
  | `legalBasis.${LegalBasis}`
  | `datum.${Datum}`
  | `orderKind.${(typeof orderKinds)[number]}`
  | `orderState.${z.infer<typeof orderStateSchema>}`
  | `check.${z.infer<typeof checkNameSchema>}`
  | `checkState.${z.infer<typeof checkSchema>['state']}`
  | `personState.${z.infer<typeof personRowSchema>['state']}`
  | `stickerState.${z.infer<typeof stickerRowSchema>['state']}`
  | `siteKey.${z.infer<typeof siteRowSchema>['key']}`
  | `invitation.${z.infer<typeof invitationSchema>['kind']}`
  | `cameInBy.${z.infer<typeof cameInBySchema>}`
  | `signedOut.${z.infer<(typeof accountEvents)['person.signedOut']>['because']}`
  | `claimRefused.${z.infer<(typeof deviceEvents)['claim.refused']>['because']}`
  | `action.${Action}`;
