// The shape of the agent's configuration: which server, which sites, and what can raise an alarm at each.
import { idSchema } from '@haixi/proto/basics';
import { z } from 'zod';

const secretSchema = z
  .string('write the key of this site in quotes')
  .min(1, 'the key is empty')
  .max(256, 'a key has at most 256 characters');

const buttonSchema = z.strictObject({
  id: idSchema,
  type: z.literal('button'),
  kind: z.enum(['panic', 'help'], 'write panic (a hold-up) or help (come when you can)'),
});

const cameraSchema = z.strictObject({
  id: idSchema,
  type: z.literal('camera'),
  address: z
    .string('write an rtsp:// address or the path of a video file')
    .min(1, 'the address is empty')
    .refine(
      isRtspOrFile,
      'write an rtsp:// or rtsps:// address or the path of a file; nothing else is opened',
    ),
  loop: z.boolean('write true or false').default(false),
});

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
    .refine((list) => list.filter((source) => source.type === 'camera').length <= 200, {
      message: 'a site has at most 200 cameras: serve the others as a site of their own',
    }),
});

/** The file as people write it. Closed: an unknown field is refused (rule X1). */
export const configFileSchema = z.strictObject({
  server: z
    .string('write the address of the server, such as ws://127.0.0.1:8080/mqtt')
    .refine(
      isServerAddress,
      'write mqtt://, mqtts://, ws:// or wss:// with a host, without user name or key',
    ),
  data: z.string('write the folder for the outboxes').min(1, 'write the folder for the outboxes'),
  http: z
    .strictObject({
      host: z.string('write an address of this machine').min(1).default('127.0.0.1'),
      port: z.int('write a port').min(0, 'write a port').max(65_535, 'a port is at most 65535').default(9300),
    })
    .default({ host: '127.0.0.1', port: 9300 }),
  sites: z.array(siteSchema, 'list the sites that this agent serves').min(1, 'at least one site is needed'),
});
export type ConfigFile = z.infer<typeof configFileSchema>;

export type ButtonConfig = z.infer<typeof buttonSchema>;
export type CameraConfig = z.infer<typeof cameraSchema>;

/** One site with its key read. */
export interface SiteConfig {
  readonly id: string;
  readonly key: string;
  readonly buttons: readonly ButtonConfig[];
  readonly cameras: readonly CameraConfig[];
}

/** The configuration as the agent uses it: paths are absolute, keys are read, nothing is left to check. */
export interface AgentConfig {
  readonly server: string;
  readonly dataFolder: string;
  readonly http: { readonly host: string; readonly port: number };
  readonly sites: readonly SiteConfig[];
}

function isServerAddress(text: string): boolean {
  const url = URL.parse(text);
  if (!url || !['mqtt:', 'mqtts:', 'ws:', 'wss:'].includes(url.protocol)) return false;
  return url.hostname !== '' && url.username === '' && url.password === '';
}

/** A path may hold a colon, but what looks like another protocol of ffmpeg is not let through. */
function isRtspOrFile(address: string): boolean {
  if (/^rtsps?:\/\//i.test(address)) return URL.parse(address)?.hostname !== '';
  return !/^[a-z][a-z0-9+.-]+:/i.test(address) && !address.includes('\0');
}
