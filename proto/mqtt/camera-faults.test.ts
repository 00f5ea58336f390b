// Faults of cameras: each fits a reading, is told apart from every other, and is said in both languages.
import { expect, test } from 'vitest';
import { cameraFaults, faultInChinese } from './camera-faults.js';
import { cameraReadingSchema } from './messages.js';

test('each fault fits a reading and has its own words in both languages', () => {
  const { fault } = cameraReadingSchema.shape;
  const all = Object.values(cameraFaults);
  for (const { en, zh } of all) {
    expect(fault.parse(en)).toBe(en);
    expect(faultInChinese(en)).toBe(zh);
    expect(zh).toMatch(/\p{Script=Han}/u);
  }
  expect(new Set(all.map(({ en }) => en)).size).toBe(all.length);
});

test('what no table knows stays as it was told', () => {
  expect(faultInChinese('Error number -5 occurred')).toBe('Error number -5 occurred');
});
