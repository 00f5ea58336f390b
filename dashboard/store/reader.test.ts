// The reader under a storm, a failure and a stop: few questions, never an old answer for good.
import { describe, expect, it } from 'vitest';
import type { Asked } from '../api/queries';
import { createReader } from './reader';

/** A reader whose questions are answered and whose rests end by hand. */
function reading() {
  const answers: ((asked: Asked<number>) => void)[] = [];
  const rests: (() => void)[] = [];
  let asked = 0;
  const reader = createReader<number>(
    () => {
      asked += 1;
      return new Promise((resolve) => answers.push(resolve));
    },
    (done) => {
      rests.push(done);
      return () => void rests.splice(rests.indexOf(done), 1);
    },
  );
  const answer = async (value: Asked<number>) => {
    answers.shift()!(value);
    await Promise.resolve();
    await Promise.resolve();
  };
  return { reader, answer, rest: () => rests.shift()?.(), asked: () => asked };
}

describe('reader', () => {
  it('many causes while a question is on its way are one more question after it', async () => {
    const { reader, answer, rest, asked } = reading();
    for (let cause = 0; cause < 50; cause += 1) reader.wake(cause);
    expect(asked()).toBe(1);
    await answer({ ok: true, value: 1 });
    rest();
    expect(asked()).toBe(2);
    await answer({ ok: true, value: 2 });
    rest();
    expect(asked()).toBe(2);
    expect(reader.state()).toEqual({ value: 2, failed: false });
  });

  it('a failure keeps the last answer, says so, and is tried again', async () => {
    const { reader, answer, rest, asked } = reading();
    reader.wake('a');
    await answer({ ok: true, value: 1 });
    rest();
    reader.wake('b');
    await answer({ ok: false, reason: 'unreachable' });
    expect(reader.state()).toEqual({ value: 1, failed: true });
    rest();
    expect(asked()).toBe(3);
  });

  it('an answer after the stop changes nothing; a wake begins anew', async () => {
    const { reader, answer, asked } = reading();
    reader.wake('a');
    reader.stop();
    await answer({ ok: true, value: 1 });
    expect(reader.state().value).toBeNull();
    reader.wake('a');
    expect(asked()).toBe(2);
  });
});
