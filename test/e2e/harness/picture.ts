// What the server itself vouches for: one fresh snapshot over the live socket, to hold a screen against.
import type { Incident } from '@haixi/proto/incident/incident';
import { livePath, liveProtocol, type Snapshot, snapshotSchema } from '@haixi/proto/live/frames';
import type { Picture } from '@haixi/proto/live/picture';
import { io } from 'socket.io-client';
import { until } from './until.js';

/** The snapshot that whoever has this session cookie gets; throws where none comes. */
export async function snapshotOf(url: string, cookie: string): Promise<Snapshot> {
  const socket = io(url, {
    path: livePath,
    transports: ['websocket'],
    extraHeaders: { cookie },
    reconnection: false,
  });
  try {
    const snapshot = await new Promise((resolve, reject) => {
      socket.on('connect', () => socket.emit('watch', { protocol: liveProtocol, vector: {} }));
      socket.on('snapshot', resolve);
      socket.on('connect_error', reject);
      socket.on('disconnect', (reason) => reject(new Error(`the live socket was closed: ${reason}`)));
      setTimeout(() => reject(new Error('no snapshot came')), 20_000).unref();
    });
    return snapshotSchema.parse(snapshot);
  } finally {
    socket.close();
  }
}

/** The picture in it. */
export async function pictureOf(url: string, cookie: string): Promise<Picture> {
  return (await snapshotOf(url, cookie)).picture;
}

/** Waits until these are exactly the incidents that are open at the server. */
export function sameAsServer(url: string, cookie: string, shown: () => Promise<string[]>): Promise<boolean> {
  return until('the screen shows the incidents that the server has', async () => {
    const { incidents } = await pictureOf(url, cookie);
    return JSON.stringify(await shown()) === JSON.stringify(Object.keys(incidents).toSorted());
  });
}

/** Waits until the server has an open incident at this site that `wanted` agrees to. */
export function openIncidentAt(
  url: string,
  cookie: string,
  siteId: string,
  wanted: (incident: Incident) => boolean = () => true,
): Promise<Incident> {
  return until(`there is an open incident at ${siteId}`, async () => {
    const { incidents } = await pictureOf(url, cookie);
    return Object.values(incidents).find((incident) => incident.siteId === siteId && wanted(incident));
  });
}
