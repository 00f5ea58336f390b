// What a clip of the truth is: what is drawn into it, and which alarms that must make (data; ffmpeg draws it).
import type { CameraAlarmKind } from '../sources/camera/notice/noticed.js';

/** What an event is called in the report. The last ones are none: they must stay without an alarm. */
export type Part =
  | 'enters'
  | 'covered'
  | 'frozen'
  | 'lost'
  | 'turned'
  | 'outside'
  | 'light'
  | 'rain'
  | 'headlights'
  | 'noise'
  | 'leaves'
  | 'quiet';

/** One alarm that must come, once and within 3 s of `atS` (seconds of the clip). */
export interface Scripted {
  readonly kind: CameraAlarmKind;
  readonly atS: number;
}

/** A figure of 24×56 points that walks along: pixels of the 640×360 picture, `y` is where its feet are. */
export interface Walker {
  readonly fromS: number;
  readonly fromX: number;
  readonly y: number;
  /** Pixels a second to the right; 36 is a quiet walk at this size. */
  readonly speed: number;
  /** It stands still from here on, until it is gone. */
  readonly stopsX?: number;
  readonly untilS?: number;
}

export interface Clip {
  readonly name: string;
  readonly part: Part;
  readonly time: 'day' | 'night';
  readonly scene: 'street' | 'shop';
  readonly lengthS: number;
  readonly scripted: readonly Scripted[];
  readonly walkers?: readonly Walker[];
  readonly covered?: { readonly fromS: number; readonly untilS: number; readonly by: 'black' | 'cloth' };
  readonly frozen?: { readonly fromS: number; readonly untilS: number };
  /** The stream ends here; the clip goes on in silence. */
  readonly lostS?: number;
  /** The camera is knocked round by so many pixels of the world, within 0.6 s. */
  readonly turned?: { readonly atS: number; readonly byX: number };
  readonly dark?: readonly { readonly fromS: number; readonly untilS: number }[];
  readonly rain?: { readonly fromS: number; readonly untilS: number };
  /** A car's lights sweep through the picture within 3 s, each beginning at a second. */
  readonly headlightsS?: readonly number[];
  readonly leaves?: boolean;
  /** The lamp over the scene flickers and clouds pass. */
  readonly unsteady?: boolean;
  /** Sensor noise (0–100) and how hard it is compressed (x264's crf): night clips have much of both. */
  readonly noise: number;
  readonly crf: number;
  readonly clock: boolean;
}

/** The zone that is drawn in every clip: the pavement before the door, and a part of the road. */
export const zone = {
  name: 'forecourt',
  points: [
    [0.06, 0.52],
    [0.6, 0.52],
    [0.6, 0.98],
    [0.06, 0.98],
  ] as [number, number][],
};

/** Its right edge in pixels: a walker from the right enters when its middle crosses it. */
const zoneRightX = 384;
const zoneLeftX = 38;
const halfWide = 8;

/** Where and when: what every clip of a place and a time has. */
export const day = { time: 'day', noise: 6, crf: 26, clock: true } as const;
export const night = { time: 'night', noise: 14, crf: 34, clock: true } as const;
export const street = { scene: 'street', scripted: [] } as const;
export const shop = { scene: 'shop', scripted: [] } as const;

/** From the right into the zone, along the pavement, at 36 pixels a second. */
export const visitor = (fromS: number, y: number): Walker => ({ fromS, fromX: 560, y, speed: -36 });
/** When its foremost point touches the zone. */
export const entersS = ({ fromS, fromX, speed }: Walker): number =>
  fromS + (speed < 0 ? fromX - halfWide - zoneRightX : zoneLeftX - fromX - halfWide) / Math.abs(speed);
