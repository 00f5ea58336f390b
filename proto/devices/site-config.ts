// What the server tells an enrolled box of its sources: addresses of cameras and the zones that must not be seen.
import { z } from 'zod';
import { idSchema } from '../basics.js';

const share = z
  .number('write a share of the picture as a number')
  .min(0, 'a point lies between 0 and 1: 0 is left or top')
  .max(1, 'a point lies between 0 and 1: 1 is right or bottom');

/**
 * Places of a picture that nobody may see: polygons of shares of its width and height, corners in order. They are burnt
 * in by the agent before a picture leaves the site.
 */
export const privacySchema = z
  .array(
    z
      .array(z.tuple([share, share]))
      .min(3, 'a zone has at least 3 corners')
      .max(32),
  )
  .max(16, 'a camera has at most 16 privacy zones');
export type Privacy = z.infer<typeof privacySchema>;

/** How a box reaches a camera; written `rtsp://user:password@host/path`. */
export const cameraAddressSchema = z.strictObject({
  address: z
    .string()
    .max(500)
    .regex(/^rtsps?:\/\/[^\s\p{Cc}]+$/iu, 'write an rtsp:// or rtsps:// address'),
  substream: z
    .string()
    .max(500)
    .regex(/^rtsps?:\/\/[^\s\p{Cc}]+$/iu, 'write an rtsp:// or rtsps:// address')
    .optional(),
  transport: z.enum(['tcp', 'udp']).default('tcp'),
});
export type CameraAddress = z.output<typeof cameraAddressSchema>;

/** The sources of one site, as its box runs them. A higher `version` is a later one. */
export const siteConfigSchema = z.strictObject({
  version: z.int().min(0),
  siteId: idSchema,
  cameras: z
    .array(z.strictObject({ sourceId: idSchema, camera: cameraAddressSchema, privacy: privacySchema }))
    .max(100),
  buttons: z.array(z.strictObject({ sourceId: idSchema, kind: z.enum(['panic', 'help']) })).max(300),
});
export type SiteConfig = z.output<typeof siteConfigSchema>;
