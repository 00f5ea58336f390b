// What `haixi-agent try` was asked: which address, by which way, in which language, and whether its password may be shown.
import { parseArgs } from 'node:util';
import { idSchema } from '@haixi/proto/basics';
import { faultText } from '../line.js';
import { type CameraConfig, cameraSchema } from '../sources/camera/camera-config.js';

export const languages = ['en', 'zh'] as const;
export type Language = (typeof languages)[number];

export interface Asked {
  readonly camera: CameraConfig;
  readonly language: Language;
  readonly showPassword: boolean;
  /** In place of the report a whole file for an agent of this site is wanted. */
  readonly siteId: string | null;
}

export type ReadAsked = { ok: true; asked: Asked } | { ok: false; faults: readonly string[] };

export const usage = 'haixi-agent try ADDRESS [--udp] [--lang en|zh] [--show-password | --site ID]';

/** Reads the arguments behind `try`. A relative path is made absolute by `absolute`. */
export function readAsked(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  absolute: (path: string) => string,
): ReadAsked {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [address, ...more] = positionals;
    if (address === undefined || more.length > 0) return { ok: false, faults: [usage] };
    const language = languages.find((each) => each === (values.lang ?? languageOf(env)));
    if (!language) return { ok: false, faults: [usage] };
    const isNamed = /^[a-z][a-z0-9+.-]+:/i.test(address);
    const read = cameraSchema.safeParse({
      id: 'camera-1',
      type: 'camera',
      address: isNamed ? address : absolute(address),
      transport: values.udp ? 'udp' : 'tcp',
    });
    if (!read.success) return { ok: false, faults: read.error.issues.map(({ message }) => message) };
    const site = idSchema.nullable().safeParse(values.site ?? null);
    if (!site.success) return { ok: false, faults: site.error.issues.map(({ message }) => message) };
    const showPassword = site.data !== null || (values['show-password'] ?? false);
    return { ok: true, asked: { camera: read.data, language, showPassword, siteId: site.data } };
  } catch (cause) {
    return { ok: false, faults: [faultText(cause), usage] };
  }
}

const options = {
  udp: { type: 'boolean' },
  lang: { type: 'string' },
  'show-password': { type: 'boolean' },
  site: { type: 'string' },
} as const;

/** As other programs choose it: the first of these that is set says it. */
function languageOf({ LC_ALL, LC_MESSAGES, LANG }: Readonly<Record<string, string | undefined>>): Language {
  return /^zh/i.test(LC_ALL || LC_MESSAGES || LANG || '') ? 'zh' : 'en';
}
