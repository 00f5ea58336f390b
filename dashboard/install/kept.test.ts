// What is kept on the phone: nothing typed is lost, nothing taken is sent again, and a refusal waits for a change.
import { expect, it } from 'vitest';
import {
  afterRefused,
  afterTaken,
  countWaiting,
  filledIn,
  isEmpty,
  type Kept,
  nextPart,
  nothingKept,
  withFields,
  withPhoto,
  withScan,
} from './kept';
import { order } from './order.fixture';

const fresh = nothingKept('in-xu', 'order-1');
const scan = { sticker: 'HX1:7K3MPQ2R:0123456789ABCDEFGHJKMNPQRS', taken: null, reason: null };
const problem = { code: 'refused_place', where: 'place', rule: 'Art. 8', todo: 'choose another place' };
const send = (kept: Kept, part: 'scan' | 'fields' | 'photo') => afterTaken(kept, part, kept);

it('the scan goes first, then what was typed, then the photo, and then nothing waits', () => {
  let kept = withPhoto(withScan(withFields(fresh, { siteName: '北门' }), scan), new ArrayBuffer(8));
  const sent = [];
  for (let part = nextPart(kept); part !== null; part = nextPart(kept)) {
    sent.push(part);
    kept = send(kept, part);
  }
  expect(sent).toEqual(['scan', 'fields', 'photo']);
  expect(isEmpty(kept)).toBe(true);
});

it('what is typed while an earlier text is on its way still waits, and only that', () => {
  const sent = withFields(fresh, { siteName: '北门', heightM: 4 });
  const now = withFields(sent, { siteName: '北门岗亭' });
  expect(afterTaken(now, 'fields', sent).fields?.what).toEqual({ siteName: '北门岗亭' });
});

it('what the server refuses stays, is told, and goes again only after a change', () => {
  const typed = withFields(fresh, { place: 'street' });
  const refused = afterRefused(typed, 'fields', typed, problem);
  expect([nextPart(refused), countWaiting(refused), refused.fields?.refused]).toEqual([null, 1, problem]);
  expect(nextPart(withFields(refused, { place: 'gate' }))).toBe('fields');
});

it('a refusal of what has been changed meanwhile is none', () => {
  const sent = withFields(fresh, { place: 'street' });
  const now = withFields(sent, { place: 'gate' });
  expect(nextPart(afterRefused(now, 'fields', sent, problem))).toBe('fields');
});

it('a refused scan holds up neither the text nor the photo', () => {
  const both = withFields(withScan(fresh, scan), { siteName: '北门' });
  expect(nextPart(afterRefused(both, 'scan', both, problem))).toBe('fields');
});

it('what is shown is the server’s draft, and over it what waits here', () => {
  const there = { ...order, draft: { siteName: '旧名', heightM: 4, cameraShown: 'rtsp://10.0.0.9/…' } };
  expect(filledIn(there, withFields(fresh, { siteName: '新名' }))).toEqual({ siteName: '新名', heightM: 4 });
});
