// Words and lines of the map can be read on their ground, by night and by day.
import { describe, expect, it } from 'vitest';
import { grounds, priorityColour, siteColour, unitColour } from './palette';

const words = [
  'areaName',
  'streetName',
  'spotName',
  'label',
  'labelDim',
  'labelUnit',
  'labelDark',
  'labelLack',
] as const;
const lines = ['areaLine', 'way', 'selected'] as const;

/** What hollow marks and the words of alarms stand on, by night and by day. */
const plate = '#0f161d';

describe.each(['night', 'day'] as const)('the map by %s', (theme) => {
  const on = grounds[theme];

  it.each(words)('WCAG 1.4.3 has %s at 4.5 : 1', (name) => {
    expect(contrast(on[name], on.ground)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(lines)('WCAG 1.4.11 has %s at 3 : 1', (name) => {
    expect(contrast(on[name], on.ground)).toBeGreaterThanOrEqual(3);
  });

  it('WCAG 1.4.11 has the discs of units on duty, and the dark plates of all other marks, at 3 : 1', () => {
    expect(contrast(unitColour.onDuty, on.ground)).toBeGreaterThanOrEqual(3);
    const marks = [...Object.values(siteColour), ...Object.values(priorityColour), unitColour.offDuty];
    for (const hex of marks)
      expect(Math.max(contrast(hex, on.ground), contrast(hex, plate))).toBeGreaterThanOrEqual(3);
  });

  it('WCAG 1.4.11 has every ring and field of view at 3 : 1', () => {
    for (const hex of [...Object.values(on.ring), ...Object.values(on.field)])
      expect(contrast(hex, on.ground)).toBeGreaterThanOrEqual(3);
  });
});

it('WCAG 1.4.3 has the words of every alarm at 4.5 : 1 on their plate', () => {
  for (const hex of Object.values(priorityColour)) expect(contrast(hex, plate)).toBeGreaterThanOrEqual(4.5);
});

/** WCAG 2.2's contrast ratio of two colours, 1 … 21. */
function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].toSorted((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((from) => {
    const part = Number.parseInt(hex.slice(from, from + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
