// What the agent says of itself: texts that the contract takes, whatever a device or a library has said.
import { cameraReadingSchema } from '@haixi/proto/mqtt/messages';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultText, oneLine } from './line.js';

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 400 })
    .map((units) => String.fromCharCode(...units)),
);

describe('a text of the agent', () => {
  it('D6 is one that the contract takes as it stands, whatever was said', () => {
    const { fault, codec } = cameraReadingSchema.shape;
    fc.assert(
      fc.property(anyText, (text) => {
        expect(fault.parse(oneLine(text, 200))).toBe(oneLine(text, 200));
        expect(codec.parse(oneLine(text, 32))).toBe(oneLine(text, 32));
        expect(faultText(new Error(text)).isWellFormed()).toBe(true);
      }),
    );
  });

  it('D6 keeps its words in one line and is never cut inside a character', () => {
    expect(oneLine(' no\u0007route\r\n to\u0000\u009b host ', 100)).toBe('no route to host');
    expect(oneLine('ab🏮', 3)).toBe('ab');
    expect(oneLine('ab🏮', 4)).toBe('ab🏮');
    expect(oneLine('a\udc00b', 3)).toBe('a\ufffdb');
  });
});
