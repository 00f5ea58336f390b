// A person's desk: how they have arranged their screens, kept for them on the server, because workplaces are shared.
import { z } from 'zod';
import { idSchema, textSchema } from '../basics.js';
import { alarmKindSchema, prioritySchema } from '../vocabulary.js';

const nameSchema = textSchema.min(1).max(40);

/** A camera by its site and its own id. */
export const cameraRefSchema = z.strictObject({ siteId: idSchema, sourceId: idSchema });
export type CameraRef = z.infer<typeof cameraRefSchema>;

/** The view a person calls their own: WGS-84 centre, MapLibre's zoom. The map opens there. */
export const mapDeskSchema = z.strictObject({
  lon: z.number().min(-180).max(180),
  lat: z.number().min(-90).max(90),
  zoom: z.number().min(0).max(24),
});
export type MapDesk = z.infer<typeof mapDeskSchema>;

/** Layers of the map that can be hidden. Open incidents never can. */
export const mapLayers = ['areas', 'sites', 'cameras', 'views', 'units', 'ways', 'labels'] as const;
export const mapLayerSchema = z.enum(mapLayers);
export type MapLayer = z.infer<typeof mapLayerSchema>;

/** A saved wall: so many tiles, each with its camera or empty. */
export const wallSchema = z.strictObject({
  name: nameSchema,
  size: z.union([z.literal(1), z.literal(4), z.literal(9), z.literal(16)]),
  tiles: z.array(cameraRefSchema.nullable()).max(16),
});
export type Wall = z.infer<typeof wallSchema>;

/** A tour: cameras one after another, each for so many seconds. */
export const tourSchema = z.strictObject({
  name: nameSchema,
  eachS: z.int().min(5).max(300),
  cameras: z.array(cameraRefSchema).min(1).max(200),
});
export type Tour = z.infer<typeof tourSchema>;

/** What the queue shows; empty lists show all. A priority 1 is always shown. */
const queueDeskSchema = z.strictObject({
  areaIds: z.array(idSchema).max(100).default([]),
  kinds: z.array(alarmKindSchema).max(20).default([]),
  priorities: z.array(prioritySchema).max(4).default([]),
  whose: z.enum(['all', 'mine', 'unreceived']).default('all'),
});

const parts = {
  map: mapDeskSchema.nullable(),
  mapTheme: z.enum(['night', 'day']),
  mapHidden: z.array(mapLayerSchema).max(mapLayers.length),
  mapFollows: z.boolean(),
  /** How loud the bell is, 0–1; what is too quiet to be heard is not kept. */
  volume: z.number().min(0.1).max(1),
  queue: queueDeskSchema,
  walls: z.array(wallSchema).max(50),
  tours: z.array(tourSchema).max(50),
};

/** All of it. What a person has never set is at its default. */
export const deskSchema = z.strictObject({
  map: parts.map.default(null),
  mapTheme: parts.mapTheme.default('night'),
  mapHidden: parts.mapHidden.default([]),
  mapFollows: parts.mapFollows.default(true),
  volume: parts.volume.default(0.6),
  queue: parts.queue.prefault({}),
  walls: parts.walls.default([]),
  tours: parts.tours.default([]),
});
export type Desk = z.infer<typeof deskSchema>;

/** What is arranged anew, each part as a whole: a console and a wall are open side by side, and neither undoes the other. */
export const deskPartSchema = z.strictObject(parts).partial();
export type DeskPart = z.infer<typeof deskPartSchema>;
