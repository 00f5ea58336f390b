// Words of the operators' console, in English.
import type { WordsLike } from '../words-like';
import type { console as zh } from '../zh/console';

export const console = {
  queue: 'Incidents',
} as const satisfies WordsLike<typeof zh>;
