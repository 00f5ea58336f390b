// The zoo: every kind of camera that has given somebody trouble, by name, with how it is made. Played by rtsp-camera.
import type { FilmOf } from './films.js';

export interface Kind {
  /** What it is, for a person who reads a failed test. */
  readonly about: string;
  /** Its films by name; the first is shown from the start. */
  readonly films: Readonly<Record<string, FilmOf>>;
  /** Where it shows several in turn. */
  readonly shows?: readonly string[];
  readonly video: 'h264' | 'h265' | null;
  readonly audio?: 'pcma' | 'aac';
  /** By UDP alone, with this part of the packets lost on the way. */
  readonly udp?: { readonly loss: number };
  readonly login?: { readonly user: string; readonly password: string };
  /** Ends every connection so often. */
  readonly hangsUpAfterMs?: number;
}

const street: FilmOf = {
  scene: 'street',
  width: 640,
  height: 360,
  fps: 10,
  lengthS: 8,
  keyFrameEveryS: 2,
  video: ['libx264', 'bframes=0'],
  audio: null,
};

const one = (film: Partial<FilmOf>): Kind['films'] => ({ street: { ...street, ...film } });

export const zoo = {
  plain: { about: 'H.264 without anything special, no sound', films: one({}), video: 'h264' },
  aud: {
    about: 'H.264 with access unit delimiters',
    films: one({ video: ['libx264', 'bframes=0:aud=1'] }),
    video: 'h264',
  },
  slices: {
    about: 'H.264 with four slices a picture',
    films: one({ video: ['libx264', 'bframes=0:slices=4:sliced-threads=0'] }),
    video: 'h264',
  },
  'b-frames': {
    about: 'H.264 with two B-frames between others',
    films: one({ video: ['libx264', 'bframes=2:b-adapt=0:b-pyramid=none'] }),
    video: 'h264',
  },
  g711: { about: 'H.264 with G.711 sound', films: one({ audio: 'pcm_alaw' }), video: 'h264', audio: 'pcma' },
  aac: { about: 'H.264 with AAC sound', films: one({ audio: 'aac' }), video: 'h264', audio: 'aac' },
  'long-gop': {
    about: 'a key frame each 10 s',
    films: one({ lengthS: 20, keyFrameEveryS: 10 }),
    video: 'h264',
  },
  'short-gop': { about: 'a key frame each 0.5 s', films: one({ keyFrameEveryS: 0.5 }), video: 'h264' },
  'no-key-frame': {
    about: 'a key frame each 40 s',
    films: one({ width: 320, height: 180, fps: 5, lengthS: 40, keyFrameEveryS: 40 }),
    video: 'h264',
  },
  'udp-loss': {
    about: 'UDP with 1 % of its packets lost',
    films: one({}),
    video: 'h264',
    udp: { loss: 0.01 },
  },
  h265: {
    about: 'H.265',
    films: one({ video: ['libx265', 'bframes=0'] }),
    video: 'h265',
  },
  resizing: {
    about: 'another resolution each 4 s, without a word',
    films: {
      street: { ...street, lengthS: 4 },
      large: { ...street, lengthS: 4, width: 1280, height: 720 },
    },
    shows: ['street', 'large'],
    video: 'h264',
  },
  password: {
    about: 'Digest login',
    films: one({}),
    video: 'h264',
    login: { user: 'haixi', password: 'p4ss-w0rd' },
  },
  'audio-only': {
    about: 'no video track',
    films: one({ video: null, audio: 'pcm_alaw' }),
    video: null,
    audio: 'pcma',
  },
  dropping: {
    about: 'ends each connection after a second',
    films: one({}),
    video: 'h264',
    hangsUpAfterMs: 1000,
  },
  '4k': {
    about: '3840×2160',
    films: one({ width: 3840, height: 2160, lengthS: 2, keyFrameEveryS: 1 }),
    video: 'h264',
  },
  lens: {
    about: 'a lens that can be covered, and a picture that can freeze',
    films: {
      street: { ...street, keyFrameEveryS: 1 },
      hand: { ...street, scene: 'hand', lengthS: 4, keyFrameEveryS: 1 },
      still: { ...street, scene: 'still', lengthS: 4, keyFrameEveryS: 1 },
    },
    video: 'h264',
  },
  'locked-lens': {
    about: 'a lens that can be covered, behind a login',
    films: {
      street: { ...street, keyFrameEveryS: 1 },
      hand: { ...street, scene: 'hand', lengthS: 4, keyFrameEveryS: 1 },
    },
    video: 'h264',
    login: { user: 'haixi', password: 'l0cked-l3ns' },
  },
} as const satisfies Record<string, Kind>;

export type KindName = keyof typeof zoo;
export const kindNames = Object.keys(zoo) as KindName[];

/** The number in the band of a kind's films: by it a picture on a screen is told to be this camera's. 0 is nobody's. */
export function numberOf(kind: KindName): number {
  return kindNames.indexOf(kind) + 1;
}

/** The kind whose number this is; null for none. */
export function kindOf(number: number | null): KindName | null {
  return number === null ? null : (kindNames[number - 1] ?? null);
}
