// The file format against every kind of torn and flipped file.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeRecord, recordText, step, textBytesMax } from './format.js';

const texts = fc.array(
  fc.string({ unit: 'binary', maxLength: 40 }).map((text) => JSON.stringify(text)),
  { maxLength: 8 },
);

function read(bytes: Buffer): { texts: string[]; damaged: number } {
  const found: string[] = [];
  let damaged = 0;
  for (let at = 0; ;) {
    const next = step(bytes, at, true);
    if (next.kind === 'end') return { texts: found, damaged };
    if (next.kind === 'more') throw new Error('the last bytes have nothing behind them');
    if (next.kind === 'record') found.push(next.text);
    else damaged += next.to - next.from;
    if (next.to <= at) throw new Error('a step has to go forward');
    at = next.to;
  }
}

describe('the outbox file format', () => {
  it('D1 gives back every record of a whole file', () => {
    fc.assert(
      fc.property(texts, (list) => {
        expect(read(Buffer.concat(list.map(encodeRecord)))).toEqual({ texts: list, damaged: 0 });
      }),
    );
  });

  it('D1 gives back every whole record of a file torn at any byte', () => {
    fc.assert(
      fc.property(texts, fc.nat(), (list, at) => {
        const frames = list.map(encodeRecord);
        const bytes = Buffer.concat(frames);
        const cut = at % (bytes.length + 1);
        let whole = 0;
        for (let end = 0; whole < frames.length; whole += 1) {
          end += frames[whole]?.length ?? 0;
          if (end > cut) break;
        }
        expect(read(bytes.subarray(0, cut)).texts).toEqual(list.slice(0, whole));
      }),
    );
  });

  it('D1 gives back every whole record before trailing garbage', () => {
    fc.assert(
      fc.property(texts, fc.uint8Array({ minLength: 1, maxLength: 60 }), (list, garbage) => {
        const bytes = Buffer.concat([...list.map(encodeRecord), Buffer.from(garbage)]);
        expect(read(bytes)).toEqual({ texts: list, damaged: garbage.length });
      }),
    );
  });

  it('D1 loses at most the one record in which a byte was flipped, wherever it stands', () => {
    fc.assert(
      fc.property(texts, fc.nat(), fc.integer({ min: 1, max: 255 }), (list, at, flip) => {
        fc.pre(list.length > 0);
        const frames = list.map(encodeRecord);
        const bytes = Buffer.concat(frames);
        const place = at % bytes.length;
        bytes[place] = (bytes[place] ?? 0) ^ flip;
        let hit = 0;
        for (let end = frames[0]?.length ?? 0; end <= place; end += frames[hit]?.length ?? 0) hit += 1;
        const kept = read(bytes).texts;
        const others = list.filter((_, index) => index !== hit);
        // A flipped line break costs nothing: the record before it is whole by its length and checksum.
        expect([others, list]).toContainEqual(kept);
      }),
      { numRuns: 500 },
    );
  });

  it('asks for more bytes where a record goes on behind the ones it has seen', () => {
    const frame = encodeRecord('{"a":1}');
    for (let cut = 0; cut < frame.length; cut += 1) {
      expect(step(frame.subarray(0, cut), 0, false)).toEqual({ kind: 'more' });
    }
  });

  it('takes no text that it could not read back', () => {
    expect(() => encodeRecord('two\nlines')).toThrow('does not fit');
    expect(() => encodeRecord('x'.repeat(textBytesMax + 1))).toThrow('does not fit');
    expect(recordText(encodeRecord('"门"'))).toBe('"门"');
  });
});
