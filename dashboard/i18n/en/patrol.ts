// Words of the officers' tablet, in English.
import type { WordsLike } from '../words-like';
import type { patrol as zh } from '../zh/patrol';

export const patrol = {
  title: 'Patrol',
} as const satisfies WordsLike<typeof zh>;
