// Both languages say everything: same keys, every word of the contract, the same blanks to fill in.
import { invitationSchema, personRowSchema } from '@haixi/proto/accounts/accounts';
import { actions } from '@haixi/proto/commands/actions';
import { rejectReasons } from '@haixi/proto/commands/commands';
import {
  checkSchema,
  checks,
  orderKinds,
  orderStateSchema,
  stickerRowSchema,
} from '@haixi/proto/devices/orders';
import { siteRowSchema } from '@haixi/proto/devices/sites';
import { assignmentMoves, incidentMoves } from '@haixi/proto/incident/moves';
import { eventTypes } from '@haixi/proto/live/events';
import { accountEvents, cameInBySchema, deviceEvents } from '@haixi/proto/live/register-events';
import { pictureStateSchema } from '@haixi/proto/mqtt/messages';
import * as vocabulary from '@haixi/proto/vocabulary';
import { describe, expect, it } from 'vitest';
import { words } from './languages';

const zh: Record<string, Record<string, string>> = words['zh-CN'];
const en: Record<string, Record<string, string>> = words.en;

const items: string[] = [
  ...vocabulary.siteTypes.map((item) => `siteType.${item}`),
  ...vocabulary.sourceTypes.map((item) => `sourceType.${item}`),
  ...vocabulary.alarmKinds.map((item) => `kind.${item}`),
  ...[1, 2, 3, 4].map((item) => `priority.${item}`),
  ...vocabulary.originSchema.options.map((item) => `origin.${item}`),
  ...vocabulary.stages.map((item) => `stage.${item}`),
  ...vocabulary.assignmentStates.map((item) => `state.${item}`),
  ...vocabulary.unitKinds.map((item) => `unitKind.${item}`),
  ...vocabulary.outcomes.map((item) => `outcome.${item}`),
  ...[0, 1, 2, 3, 4].map((item) => `level.${item}`),
  ...vocabulary.evidenceSchema.options.map((item) => `evidence.${item}`),
  ...vocabulary.clockSteps.map((item) => `clock.${item}`),
  ...vocabulary.roles.map((item) => `role.${item}`),
  ...vocabulary.tabletMarks.map((item) => `tabletMark.${item}`),
  ...vocabulary.tabletStates.map((item) => `tabletState.${item}`),
  ...vocabulary.transferTargets.map((item) => `transferTo.${item}`),
  ...vocabulary.handedOverThings.map((item) => `handedOver.${item}`),
  ...vocabulary.sitePresenceSchema.options.map((item) => `presence.${item}`),
  ...pictureStateSchema.options.map((item) => `picture.${item}`),
  ...vocabulary.troubles.map((item) => `trouble.${item}`),
  ...vocabulary.viewPurposes.map((item) => `purpose.${item}`),
  ...vocabulary.viewEnds.map((item) => `viewEnd.${item}`),
  ...eventTypes.map((item) => `event.${item}`),
  ...rejectReasons.map((item) => `reject.${item}`),
  ...Object.keys(incidentMoves).map((item) => `move.${item}`),
  ...Object.keys(assignmentMoves).map((item) => `move.${item}`),
  ...vocabulary.placeTypeSchema.options.map((item) => `place.${item}`),
  ...vocabulary.legalBasisSchema.options.map((item) => `legalBasis.${item}`),
  ...vocabulary.datums.map((item) => `datum.${item}`),
  ...orderKinds.map((item) => `orderKind.${item}`),
  ...orderStateSchema.options.map((item) => `orderState.${item}`),
  ...checks.map((item) => `check.${item}`),
  ...checkSchema.shape.state.options.map((item) => `checkState.${item}`),
  ...personRowSchema.shape.state.options.map((item) => `personState.${item}`),
  ...stickerRowSchema.shape.state.options.map((item) => `stickerState.${item}`),
  ...siteRowSchema.shape.key.options.map((item) => `siteKey.${item}`),
  ...invitationSchema.shape.kind.options.map((item) => `invitation.${item}`),
  ...cameInBySchema.options.map((item) => `cameInBy.${item}`),
  ...accountEvents['person.signedOut'].shape.because.options.map((item) => `signedOut.${item}`),
  ...deviceEvents['claim.refused'].shape.because.options.map((item) => `claimRefused.${item}`),
  ...actions.map((item) => `action.${item}`),
];

describe('words', () => {
  it.each(Object.keys(zh))('both languages have the same keys in %s', (namespace) => {
    expect(Object.keys(en[namespace] ?? {}).toSorted()).toEqual(Object.keys(zh[namespace] ?? {}).toSorted());
  });

  it('every item of the contract’s closed lists has a word in both, and no word is left over', () => {
    expect(Object.keys(zh.vocabulary ?? {}).toSorted()).toEqual(items.toSorted());
    expect(Object.keys(en.vocabulary ?? {}).toSorted()).toEqual(items.toSorted());
  });

  it.each(Object.keys(zh))('no text of %s is empty, and both have the same blanks', (namespace) => {
    const ours = zh[namespace] ?? {};
    const theirs = en[namespace] ?? {};
    const wrong = Object.keys(ours).filter(
      (key) => !ours[key]?.trim() || !theirs[key]?.trim() || blanks(ours[key]) !== blanks(theirs[key]),
    );
    expect(wrong).toEqual([]);
  });

  it.each(Object.keys(zh))(
    'Chinese text of %s has no half-width punctuation at a Chinese character',
    (namespace) => {
      expect(Object.entries(zh[namespace] ?? {}).filter(([, text]) => halfWidth.test(filled(text)))).toEqual(
        [],
      );
    },
  );
});

const halfWidth = /\p{Script=Han}[,.:;!?()]|[,.:;!?()]\p{Script=Han}/u;

/** With Chinese in its blanks, as it will be read. */
function filled(text: string): string {
  return text.replace(/\{\{\w+\}\}/g, '文');
}

function blanks(text: string): string {
  return [...text.matchAll(/\{\{(\w+)\}\}/g)]
    .map(([, name]) => name ?? '')
    .toSorted()
    .join();
}
