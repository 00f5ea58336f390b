// What the console shows only when it is asked for: loaded once queue and map stand, so that those stand sooner.
import { lazy } from 'react';

const parts = {
  incidentPanel: () => import('./incident-panel'),
  sitePanel: () => import('../cameras/site-panel'),
  cameraOverMap: () => import('./camera-over-map'),
  siteList: () => import('../cameras/site-list'),
  cameraList: () => import('../cameras/camera-list'),
  closedList: () => import('../incidents/closed-list'),
  looksList: () => import('../looks/looks-list'),
  openForm: () => import('../incidents/open-form'),
  palette: () => import('./palette'),
  keySheet: () => import('./key-sheet'),
};

export const IncidentPanel = lazy(async () => ({ default: (await parts.incidentPanel()).IncidentPanel }));
export const SitePanel = lazy(async () => ({ default: (await parts.sitePanel()).SitePanel }));
export const CameraOverMap = lazy(async () => ({ default: (await parts.cameraOverMap()).CameraOverMap }));
export const SiteList = lazy(async () => ({ default: (await parts.siteList()).SiteList }));
export const CameraList = lazy(async () => ({ default: (await parts.cameraList()).CameraList }));
export const ClosedList = lazy(async () => ({ default: (await parts.closedList()).ClosedList }));
export const LooksList = lazy(async () => ({ default: (await parts.looksList()).LooksList }));
export const OpenForm = lazy(async () => ({ default: (await parts.openForm()).OpenForm }));
export const Palette = lazy(async () => ({ default: (await parts.palette()).Palette }));
export const KeySheet = lazy(async () => ({ default: (await parts.keySheet()).KeySheet }));

/** Loads all of them: what is asked for afterwards is there at once. What fails is loaded when it is asked for. */
export async function prepareParts(): Promise<void> {
  await Promise.allSettled(Object.values(parts).map((load) => load()));
}
