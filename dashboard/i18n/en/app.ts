// Words of the shell around every page, in English.
import type { WordsLike } from '../words-like';
import type { app as zh } from '../zh/app';

export const app = {
  name: 'Haixi Skynet',
  loading: 'Loading…',
  unreachable: 'The server can’t be reached, trying again…',
  notYours: 'Your role does not use this page.',
  toYours: 'Go to my page',
  language: '中文',
  secondsAgo: '{{count}} s ago',
  minutesAgo: '{{count}} min ago',
  hoursAgo: '{{count}} h ago',
  daysAgo: '{{count}} d ago',
  account: 'My account',
  signOut: 'Sign out',
  crashed: 'The page has failed, please reload.',
  reload: 'Reload',
  demo: 'Demonstration',
  demoAbout: 'Demonstration: sites, people, incidents and pictures are invented',
} as const satisfies WordsLike<typeof zh>;
