// What a camera is, as people write it among the sources of a site: its address, the way to it, what it notices.
import { idSchema, textSchema } from '@haixi/proto/basics';
import { privacySchema } from '@haixi/proto/devices/site-config';
import { z } from 'zod';
import { noticeSchema } from './notice/notice-config.js';

export const cameraSchema = z
  .strictObject({
    id: idSchema,
    type: z.literal('camera'),
    address: z
      .string('write an rtsp:// address, the path of a video file, or a device such as /dev/video0')
      .min(1, 'the address is empty')
      .refine(
        (address) => isRtsp(address) || isPath(address),
        'write an rtsp:// or rtsps:// address (with @ : / # of a password as %40 %3A %2F %23), the path of a file, or a device such as /dev/video0; nothing else is opened',
      ),
    /** The camera's smaller stream: it is watched in place of `address`, which is left for snapshots. */
    substream: z
      .string('write the rtsp:// address of the smaller stream')
      .refine(isRtsp, 'write an rtsp:// or rtsps:// address')
      .optional(),
    transport: z
      .enum(['tcp', 'udp'], 'write tcp, or udp for a camera that knows nothing else')
      .default('tcp'),
    /** Repeats a file for ever. */
    loop: z.boolean('write true or false').default(false),
    /**
     * For demonstrations and tests: the file is neither watched nor looked at, its pictures are made when somebody asks,
     * and what it notices is told at the local door. A server can't set it.
     */
    light: z.boolean('write true or false').optional(),
    /** What a light camera burns into its pictures. */
    name: textSchema.max(40, 'a name has at most 40 characters').optional(),
    notice: noticeSchema.prefault({}),
    /** Places that nobody may see: burnt in before a picture leaves the site (rule N4). */
    privacy: privacySchema.default([]),
  })
  .refine(({ address, substream }) => substream === undefined || isRtsp(address), {
    path: ['substream'],
    message: 'only a camera with an rtsp:// address has a substream',
  })
  .refine(({ address, light }) => !light || kindOf(address) === 'file', {
    path: ['light'],
    message: 'only a file can be shown by a light camera, which is for demonstrations and tests',
  })
  .refine(({ light, name }) => light || name === undefined, {
    path: ['name'],
    message: 'only a light camera has a name here; the names of others stand in the register',
  });
export type CameraConfig = z.infer<typeof cameraSchema>;

/** What ffmpeg is told to open, and how. */
export type Opened = Pick<CameraConfig, 'address' | 'substream' | 'transport' | 'loop'>;

/** The address that is watched. */
export function watchedAddress({ address, substream }: Opened): string {
  return substream ?? address;
}

export type AddressKind = 'rtsp' | 'device' | 'file';

export function kindOf(address: string): AddressKind {
  if (/^rtsps?:/i.test(address)) return 'rtsp';
  return /^\/dev\/[a-z0-9-]+$/.test(address) ? 'device' : 'file';
}

/** The password of an address, as it stands there and as it is meant; none where there is none. */
export function secretsOf(address: string): string[] {
  const url = kindOf(address) === 'rtsp' ? URL.parse(address) : null;
  return url ? [url.password, decoded(url.password)].filter((secret) => secret !== '') : [];
}

/** The address as it may be shown: `rtsp://user:***@host/…`. */
export function shownAddress(address: string): string {
  if (kindOf(address) !== 'rtsp' || URL.parse(address)?.password === '') return address;
  return address.replace(/^(rtsps?:\/\/[^/@:]*):.*@/i, '$1:***@');
}

function isRtsp(address: string): boolean {
  // A space or a control character is written %20 and so on, or no program can be given the address.
  return /^rtsps?:\/\/[^\s\p{Cc}]+$/iu.test(address) && (URL.parse(address)?.hostname ?? '') !== '';
}

/** A path may hold a colon, but what looks like another protocol of ffmpeg is not let through. */
function isPath(address: string): boolean {
  return !/^[a-z][a-z0-9+.-]+:/i.test(address) && !address.includes('\0');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
