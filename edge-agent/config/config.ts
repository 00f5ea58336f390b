// The shape of the agent's configuration: which server, which sites, and what can raise an alarm at each.
import { idSchema } from '@haixi/proto/basics';
import { z } from 'zod';
import { type ButtonConfig, buttonSchema } from '../sources/button/button-config.js';
import { type CameraConfig, cameraSchema } from '../sources/camera/camera-config.js';
import { type Armed, armedSchema } from '../sources/camera/notice/schedule.js';

/** Readings of all of a site's cameras travel in one packet, so there is an end to them. */
const camerasMax = 100;

const secretSchema = z
  .string('write the key of this site in quotes')
  .min(1, 'the key is empty')
  .max(256, 'a key has at most 256 characters');

const siteSchema = z.strictObject({
  id: idSchema,
  key: secretSchema.optional(),
  keyFile: z.string('write the path of a file that holds the key').min(1).optional(),
  sources: z
    .array(
      z.discriminatedUnion('type', [buttonSchema, cameraSchema], 'write type: button or type: camera'),
      'list the sources of this site',
    )
    .max(400, 'a site has at most 400 sources')
    .refine((list) => list.filter((source) => source.type === 'camera').length <= camerasMax, {
      message: `a site has at most ${camerasMax} cameras: serve the others as a site of their own`,
    }),
  /** When motion and sound are alarms. */
  armed: armedSchema,
});

/** The file as people write it. Closed: an unknown field is refused (rule X1). */
export const configFileSchema = z.strictObject({
  server: z
    .string('write the address of the server, such as ws://127.0.0.1:8080/mqtt')
    .refine(
      isBrokerAddress,
      'write mqtt://, mqtts://, ws:// or wss:// with a host, without user name or key',
    ),
  web: z
    .string('write the web address of the server, such as https://centre.example')
    .refine(isWebAddress, 'write http:// or https:// with a host and nothing behind it')
    .optional(),
  data: z.string('write the folder for the outboxes').min(1, 'write the folder for the outboxes'),
  http: z
    .strictObject({
      host: z.string('write an address of this machine').min(1).default('127.0.0.1'),
      port: z.int('write a port').min(0, 'write a port').max(65_535, 'a port is at most 65535').default(9300),
    })
    .default({ host: '127.0.0.1', port: 9300 }),
  /** So many cameras' videos go to the server at a time, over all sites: the line of a site bears only so much. */
  streams: z.int('write how many videos may be sent at a time').min(0).max(100).default(16),
  sites: z.array(siteSchema, 'list the sites that this agent serves').min(1, 'at least one site is needed'),
});
export type ConfigFile = z.infer<typeof configFileSchema>;

/** One site with its key read. */
export interface SiteConfig {
  readonly id: string;
  readonly key: string;
  readonly buttons: readonly ButtonConfig[];
  readonly cameras: readonly CameraConfig[];
  readonly armed: Armed;
}

/** The configuration as the agent uses it: paths are absolute, keys are read, nothing is left to check. */
export interface AgentConfig {
  readonly server: string;
  /** The web address of the server, where pictures go: its origin, or null where it is not known. */
  readonly web: string | null;
  /** The most videos that are sent at a time. */
  readonly streamsMax: number;
  readonly dataFolder: string;
  readonly http: { readonly host: string; readonly port: number };
  readonly sites: readonly SiteConfig[];
}

export function isBrokerAddress(text: string): boolean {
  const url = URL.parse(text);
  if (!url || !['mqtt:', 'mqtts:', 'ws:', 'wss:'].includes(url.protocol)) return false;
  return url.hostname !== '' && url.username === '' && url.password === '';
}

/** The web address behind the address of the broker, where both are one port; null behind plain MQTT. */
export function webAddress(server: string): string | null {
  const url = URL.parse(server);
  if (url?.protocol === 'ws:') return `http://${url.host}`;
  return url?.protocol === 'wss:' ? `https://${url.host}` : null;
}

export function isWebAddress(text: string): boolean {
  const url = URL.parse(text);
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.username !== '') return false;
  return url.pathname === '/' && url.search === '' && url.hash === '';
}
