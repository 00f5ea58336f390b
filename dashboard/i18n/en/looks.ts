// Words of rounds and of who looks now, in English.
import type { WordsLike } from '../words-like';
import type { looks as zh } from '../zh/looks';

export const looks = {
  round: 'Round',
  roundTitle: 'Begin a round',
  roundOn: 'Your round is on',
  roundMeans:
    'During a round the cameras of its area open without a question; at its end the cameras and when you looked at them are logged.',
  roundArea: 'Area of the round',
  roundWhy: 'More about it (optional, e.g. night shift)',
  roundBegin: 'Begin the round',
  roundEnd: 'End the round',
  roundSpan: 'since {{from}}, until {{until}} at the latest',
  roundFailed: 'It did not begin: the server can’t be reached, or you may not',
  who: 'Who is looking',
  loading: 'Reading…',
  failed: 'Can’t be read just now; tried again by itself',
  count: 'People looking: {{people}}, pictures: {{count}}, every 3 s',
  nobody: 'Nobody is looking at a camera now',
  toCamera: 'Open this camera',
  since: 'since {{time}}',
} as const satisfies WordsLike<typeof zh>;
