// Labels on the map: the urgent one keeps its place, none covers another, and none is cut by the map’s edge.
import { describe, expect, it } from 'vitest';
import { declutter, widthEm, type Wanted } from './declutter';

const label = (id: string, lon: number, more: Partial<Wanted> = {}): Wanted => ({
  id,
  position: [lon, 26.664],
  text: '南漈路便利店',
  sizePx: 12,
  gapPx: 10,
  sides: ['right'],
  ...more,
});
/** About 0.0001° of longitude is 2.3 pixels at zoom 14. */
const near = 119.527 + 0.0004;

describe('declutter', () => {
  it('shows the first of two labels in one place, and both from close by', () => {
    const both = [label('first', 119.527), label('second', near)];
    expect([...declutter(both, [], 14).keys()]).toEqual(['first']);
    expect([...declutter(both, [], 18).keys()]).toEqual(['first', 'second']);
  });

  it('takes the next side where the first is covered', () => {
    const placed = declutter(
      [label('first', 119.527), label('second', near, { sides: ['right', 'left'] })],
      [],
      14,
    );
    expect(placed.get('first')).toMatchObject({ anchor: 'start', offset: [10, 0] });
    expect(placed.get('second')).toMatchObject({ anchor: 'end', offset: [-10, 0] });
  });

  it('puts no label over a mark, except one that has to be shown', () => {
    const mark = { position: [119.5278, 26.664] as const, halfPx: 12 };
    expect(declutter([label('quiet', 119.527)], [mark], 14).size).toBe(0);
    expect(declutter([label('alarm', 119.527, { always: true })], [mark], 14).size).toBe(1);
  });

  it('puts what has to be shown where it covers least, rather over a minor mark than over a label', () => {
    const before = label('before', near);
    const must = label('alarm', 119.527, { always: true, sides: ['right', 'left'] });
    const minor = { position: [119.5262, 26.664] as const, halfPx: 12, minor: true };
    expect(declutter([before, must], [minor], 14).get('alarm')).toMatchObject({ anchor: 'end' });
  });

  it('says what has to be shown in short where it would cover a label', () => {
    const before = label('before', near);
    const must = label('alarm', 119.527, { always: true, text: '紧急报警\n南漈路便利店', short: '紧急报警' });
    expect(declutter([before, must], [], 14).get('alarm')!.text).toBe('紧急报警');
    expect(declutter([must], [], 14).get('alarm')!.text).toBe('紧急报警\n南漈路便利店');
  });

  it('shows the label of a mark in view only whole, but lets those outside be', () => {
    const view = { middle: [119.527, 26.664] as const, zoom: 14, widePx: 400, highPx: 400 };
    const marks = [
      label('middle', 119.527),
      label('edge', 119.5342),
      label('over', 119.518),
      label('outside', 119.54),
    ];
    expect([...declutter(marks, [], 14, view).keys()]).toEqual(['middle', 'outside']);
    expect(declutter(marks.slice(0, 1), [], 14, view, [[210, 190, 250, 230]]).size).toBe(0);
  });

  it('measures a Chinese character as one em and a Latin letter as a bit more than half', () => {
    expect(widthEm('蕉北')).toBe(2);
    expect(widthEm('ab')).toBeCloseTo(1.12);
  });
});
