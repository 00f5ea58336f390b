// How far an installation is: each step by what is there, by what waits on the phone, by what is wrong.
import { expect, it } from 'vitest';
import { nothingKept, withFields, withPhoto, withScan } from './kept';
import { order } from './order.fixture';
import { missingDetails, nextStep, type Progress, stateOf, stepsOf } from './steps';

const fresh: Progress = { order, kept: nothingKept('in-xu', 'order-1'), checks: null, area: null };
const far = { position: { lon: 119.56, lat: 26.6667 }, datum: 'wgs84', accuracyM: 8 } as const;
const near = { ...far, position: { lon: 119.5481, lat: 26.6667 } };
const scan = { sticker: 'HX1:7K3MPQ2R:0123456789ABCDEFGHJKMNPQRS', taken: null, reason: null };

it('a new order begins with the scan; a scan without network is kept and one goes on', () => {
  expect(nextStep(fresh)).toBe('scan');
  const offline = { ...fresh, kept: withScan(fresh.kept, scan) };
  expect([stateOf('scan', offline), nextStep(offline)]).toEqual(['kept', 'position']);
});

it('a place too far from the plan is wrong until a reason is given', () => {
  const at = (fields: object) => ({ ...fresh, kept: withFields(fresh.kept, fields) });
  expect(stateOf('position', at({ taken: near }))).toBe('kept');
  expect(stateOf('position', at({ taken: far }))).toBe('wrong');
  expect(stateOf('position', at({ taken: far, positionReason: '原位置有遮挡' }))).toBe('kept');
});

it('outside its area a reason is asked, unless the outline is only illustrative', () => {
  const outline: [number, number][] = [
    [119.5, 26.6],
    [119.51, 26.6],
    [119.51, 26.61],
  ];
  const area = {
    areaId: order.areaId,
    parentId: null,
    name: '岭头社区',
    nameEn: '',
    outline,
    illustrative: false,
  };
  const inside = { ...fresh, kept: withFields(fresh.kept, { taken: near }) };
  expect(stateOf('position', { ...inside, area })).toBe('wrong');
  expect(stateOf('position', { ...inside, area: { ...area, illustrative: true } })).toBe('kept');
});

it('what the server has taken is done, what it refused is wrong', () => {
  const there = { ...fresh, order: { ...order, hasNoticePhoto: true, serial: '7K3MPQ2R' } };
  expect([stateOf('scan', there), stateOf('notice', there)]).toEqual(['done', 'done']);
  const refused = { code: 'bad_photo', where: '', rule: '', todo: '' };
  const photo = { what: withPhoto(fresh.kept, new ArrayBuffer(1)).photo!.what, refused };
  expect(stateOf('notice', { ...there, kept: { ...fresh.kept, photo } })).toBe('wrong');
});

it('the checks are done once each is passed; a warning does not hold them up', () => {
  const check = { check: 'clock', value: 1, limit: 2, detail: '', atMs: 1 } as const;
  const all = (...states: ('ok' | 'warn' | 'failed' | 'waiting')[]) =>
    stateOf('checks', { ...fresh, checks: states.map((state) => ({ ...check, state })) });
  expect([all('ok', 'warn'), all('ok', 'waiting'), all('ok', 'failed')]).toEqual(['done', 'open', 'wrong']);
});

it('a camera that is moved keeps its box: there is nothing to scan', () => {
  const moved = { ...fresh, order: { ...order, kind: 'move' } as const };
  expect([stepsOf(moved.order)[0], nextStep(moved)]).toEqual(['position', 'position']);
});

it('what has to be known of a camera before it is handed over is named', () => {
  const fields = {
    cameraName: '北门',
    place: 'gate',
    legalBasis: 'art7',
    headingDeg: 0,
    fovDeg: 80,
  } as const;
  expect(missingDetails(fields)).toEqual(['rangeM']);
});
