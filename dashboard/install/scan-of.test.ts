// A scan far from where the camera is meant to be asks for a reason before there is a network.
import { expect, it } from 'vitest';
import { order } from './order.fixture';
import { localAstray, scanOf } from './scan-of';

const sticker = 'HX1:7K3MPQ2R:0123456789ABCDEFGHJKMNPQRS';
const at = (lon: number, accuracyM: number) =>
  scanOf(sticker, { position: { lon, lat: 26.6667 }, accuracyM });

it('N1 a scan far from the plan is held back for a reason, one near it is not', () => {
  expect(localAstray(at(119.56, 10), null, order.plan)?.code).toBe('astray');
  expect(localAstray(at(119.5481, 10), null, order.plan)).toBeNull();
});

it('a receiver that is unsure says nothing of where the phone is', () => {
  expect(at(119.56, 800).taken).toBeNull();
  expect(localAstray(at(119.56, 800), null, order.plan)).toBeNull();
});

it('with a reason the scan goes', () => {
  expect(localAstray({ ...at(119.56, 10), reason: '换到对面' }, null, order.plan)).toBeNull();
});
