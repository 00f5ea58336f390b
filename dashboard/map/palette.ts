// The colours of the map's own marks. Only an alarm is bright: red, orange, yellow, blue by priority.
import type { Desk } from '@haixi/proto/accounts/desk';
import type { Priority } from '@haixi/proto/vocabulary';

import { lackLooks } from '../store/lack-shape';

/** Dark for the control room at night, light for a bright one. */
export type MapTheme = Desk['mapTheme'];

export type Rgba = [red: number, green: number, blue: number, alpha: number];

export const priorityColour: Readonly<Record<Priority, string>> = {
  1: '#ff453a',
  2: '#ff9f0a',
  3: '#ffd60a',
  4: '#7db7e8',
};

export const siteColour = { online: '#6fc7bd', dark: '#c08a4b', never: '#7d92a5' } as const;
export const cameraColour = {
  'camera-ok': '#8fb8d8',
  'camera-troubled': '#e6a23c',
  'camera-fault': '#ff8a80',
  'camera-gone': '#c08a4b',
  'camera-unknown': '#7d92a5',
} as const;
export const unitColour = { onDuty: '#2f7ff5', offDuty: '#5d7081' } as const;

/** What depends on the ground: words, lines and fields of view. Marks carry a dark plate and are the same on both. */
export interface Ground {
  /** The ground itself, and the rim of every word on it. */
  readonly ground: string;
  readonly areaLine: string;
  readonly areaName: string;
  readonly streetName: string;
  readonly spotName: string;
  readonly label: string;
  readonly labelDim: string;
  readonly labelUnit: string;
  readonly labelDark: string;
  readonly labelLack: string;
  readonly selected: string;
  readonly way: string;
  readonly ring: Readonly<Record<Priority, string>>;
  readonly field: Readonly<Record<keyof typeof cameraColour, string>>;
}

export const grounds: Readonly<Record<MapTheme, Ground>> = {
  night: {
    ground: '#0b1118',
    areaLine: '#57809e',
    areaName: '#6f93ad',
    streetName: '#6c8195',
    spotName: '#5f8f83',
    label: '#cfdbe5',
    labelDim: '#8496a6',
    labelUnit: '#adcdff',
    labelDark: siteColour.dark,
    labelLack: lackLooks.missing.ink,
    selected: '#ffffff',
    way: unitColour.onDuty,
    ring: priorityColour,
    field: cameraColour,
  },
  day: {
    ground: '#eef1f4',
    areaLine: '#2f6a94',
    areaName: '#2c5878',
    streetName: '#566878',
    spotName: '#2c6654',
    label: '#17222c',
    labelDim: '#566573',
    labelUnit: '#0b3f94',
    labelDark: '#7a4708',
    labelLack: '#8a2f00',
    selected: '#0b1118',
    way: '#1b5fc1',
    ring: { 1: '#d3180c', 2: '#a85800', 3: '#7d6300', 4: '#1f6aa5' },
    field: {
      'camera-ok': '#2a6b9c',
      'camera-troubled': '#945d00',
      'camera-fault': '#c02a20',
      'camera-gone': '#7a4708',
      'camera-unknown': '#566573',
    },
  },
};

/** `#rrggbb` as deck.gl takes it; `alpha` 0 … 255. */
export function rgba(hex: string, alpha = 255): Rgba {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255, alpha];
}
