// Sample requests of coming in, one's own account, people, units, tokens and the log.
import type { Sample } from './samples.js';
import { here, personOf } from './walkers.js';

const longEnough = 'a-password-of-the-walk';
const person = { about: 'thing', hiddenElsewhere: true } as const;

export const accountSamples: Record<string, Sample> = {
  frontDoor: { about: 'own', answers: ['200'] },
  openapi: { about: 'own', answers: ['200'] },
  startSession: {
    about: 'own',
    body: (_, n) => ({ signInName: `nobody-${n}`, password: longEnough }),
    answers: ['401 wrong_password'],
  },
  directorySignIn: { about: 'own', answers: ['404'] },
  directoryAnswer: { about: 'own', answers: ['404'] },
  invitation: { about: 'own', answers: ['410 link_used'] },
  answerInvitation: { about: 'own', body: () => ({ password: longEnough }), answers: ['410 link_used'] },
  signIn: { about: 'own', answers: ['410'] },
  signOut: { about: 'own', answers: ['200'], endsSession: true },
  me: { about: 'own', answers: ['200'] },
  account: { about: 'own', answers: ['200'] },
  desk: { about: 'own', answers: ['200'] },
  review: { about: 'own', query: () => ({ fromMs: '1', toMs: '2' }), answers: ['200'] },
  reviewCsv: { about: 'own', query: () => ({ fromMs: '1', toMs: '2' }), answers: ['200'] },
  putDesk: { about: 'own', body: () => ({}), answers: ['200'] },
  changePassword: {
    about: 'own',
    body: () => ({ password: longEnough, newPassword: `another-${longEnough}` }),
    answers: ['409 no_password'],
  },
  beginSecondFactor: { about: 'own', body: () => ({ password: longEnough }), answers: ['200'] },
  confirmSecondFactor: { about: 'own', body: () => ({ code: '000000' }), answers: ['403 wrong_code'] },
  removeSecondFactor: {
    about: 'own',
    body: () => ({ password: longEnough, code: '000000' }),
    answers: ['409 no_second_factor'],
  },
  endOneSession: { about: 'own', answers: ['404 not_found'] },
  endAllSessions: { about: 'own', answers: ['200'], endsSession: true },

  people: { about: 'own', answers: ['200'], shows: () => 'walk-target' },
  putPerson: {
    about: 'thing',
    params: () => ({ personId: 'walk-new' }),
    body: () => ({ name: '新人', signInName: 'walk-new', areaId: here }),
    answers: ['200'],
  },
  putGrants: {
    ...person,
    body: () => ({ grants: [{ role: 'operator', areaId: here }] }),
    answers: ['200'],
  },
  invitePerson: { ...person, answers: ['200'] },
  unlockPerson: { ...person, answers: ['200'] },
  resetSecondFactor: { ...person, answers: ['200'] },
  endSessionsOf: { ...person, answers: ['200'] },
  retirePerson: { ...person, params: () => ({ personId: 'walk-new' }), answers: ['200', '409 retired'] },
  units: { about: 'own', answers: ['200'], shows: () => 'walk-unit' },
  putUnit: {
    about: 'thing',
    body: () => ({ areaId: here, kind: 'guard', name: '走位', personIds: [personOf('officer', here)] }),
    answers: ['200'],
  },
  tokens: { about: 'own', answers: ['200'], shows: ({ params }) => params['tokenId']! },
  issueToken: {
    about: 'thing',
    body: () => ({ name: '新', areaId: here, actions: ['area.read'], untilMs: 1_800_000_100_000 }),
    answers: ['200'],
  },
  revokeToken: { ...person, answers: ['200'] },
  log: { about: 'thing', query: () => ({ areaId: here }), answers: ['200'] },
  exportLog: { about: 'thing', query: () => ({ areaId: here }), answers: ['200'] },
};
