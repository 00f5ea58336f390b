// The colours of the map's own marks. Only an alarm is bright: red, orange, yellow, blue by priority.
import type { Priority } from '@haixi/proto/vocabulary';

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
export const unitColour = { onDuty: '#3d8bfd', offDuty: '#5d7081' } as const;

export const colour = {
  ground: '#0b1118',
  areaLine: '#57809e',
  areaName: '#6f93ad',
  streetName: '#6c8195',
  spotName: '#5f8f83',
  label: '#cfdbe5',
  labelDim: '#8496a6',
  selected: '#ffffff',
} as const;

/** `#rrggbb` as deck.gl takes it; `alpha` 0 … 255. */
export function rgba(hex: string, alpha = 255): Rgba {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255, alpha];
}
