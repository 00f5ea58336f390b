// Sample requests of incidents, their pictures, cameras, looking, and of agents that bring pictures.
import type { Sample } from './samples.js';
import { here, siteHere } from './walkers.js';

const incident = { about: 'thing', hiddenBy: 'incident.read' } as const;
const camera = { about: 'thing', hiddenBy: 'live.watch' } as const;

export const watchSamples: Record<string, Sample> = {
  incidents: { about: 'own', answers: ['200'] },
  incident: { ...incident, answers: ['200'] },
  proposals: { ...incident, answers: ['200'] },
  putPhoto: {
    ...incident,
    params: () => ({ photoId: 'walk-other-photo' }),
    body: 'picture',
    answers: ['200'],
  },
  getPhoto: { ...incident, answers: ['200'] },
  getSnapshot: { ...incident, answers: ['200'] },
  cameraHistory: { ...camera, answers: ['200'] },
  cameraAlarms: { ...camera, answers: ['200'] },
  cameraTroubles: { ...camera, answers: ['200'] },
  quarantine: { about: 'own', answers: ['200'] },
  looks: { about: 'own', answers: ['200'] },

  openView: {
    ...camera,
    body: () => ({
      siteId: siteHere,
      sourceId: 'camera-1',
      as: 'stills',
      purpose: 'check',
      incidentId: null,
      reason: '走查',
    }),
    answers: ['200'],
  },
  openInstallView: {
    about: 'thing',
    hiddenBy: 'camera.install',
    body: () => ({ as: 'stills' }),
    answers: ['200'],
  },
  getStill: { about: 'own', answers: ['404 not_found'] },
  endView: { about: 'own', answers: ['404 not_found'] },
  startRound: { about: 'thing', body: () => ({ areaId: here }), answers: ['200'] },
  myRound: { about: 'own', answers: ['200'] },
  endRound: { about: 'own', answers: ['404 not_found'] },

  putSnapshot: {
    about: 'thing',
    query: () => ({ takenAtMs: '1' }),
    body: 'picture',
    answers: ['200'],
  },
  putStill: {
    about: 'thing',
    query: () => ({ takenAtMs: '1', ticket: 'walk-none' }),
    body: 'picture',
    answers: ['403 bad_ticket'],
  },
};
