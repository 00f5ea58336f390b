// What `npm start` takes and refuses: every fault at once, each flag with what it does, and what the demo does by itself.
import { expect, test } from 'vitest';
import { readOptions } from './options.js';

const faultOf = (env: NodeJS.ProcessEnv, args: string[]): string => {
  try {
    readOptions(env, args);
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
};

test.each([
  [[], 'story'],
  [['--json'], 'story'],
  [['--quiet'], 'quiet'],
  [['--json', '--storm'], 'storm'],
] as const)('started with %j the demo has its %s', (args, weather) => {
  expect(readOptions({}, [...args]).weather).toBe(weather);
});

test('an unknown flag is answered with what each one does, together with all other faults', () => {
  const said = faultOf({ PORT: '99999' }, ['--strom']);
  expect(said).toMatch(/--strom: unknown flag/);
  expect(said).toMatch(/--storm \(a demo that begins with some 200 alarms/);
  expect(said).toMatch(/PORT=99999/);
});

test('a storm is neither quiet nor for real use', () => {
  expect(faultOf({}, ['--quiet', '--storm'])).toMatch(/--quiet and --storm/);
  expect(faultOf({}, ['--production', '--storm'])).toMatch(/--production and --storm/);
});
