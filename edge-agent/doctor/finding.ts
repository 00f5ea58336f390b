// What the doctor finds, one fact a line, and how the lines look (pure).
import { words } from './words.js';

export const subjects = [
  'config',
  'agent',
  'disk',
  'dns',
  'tcp',
  'tls',
  'web',
  'clock',
  'broker',
  'camera',
] as const;
export type Subject = (typeof subjects)[number];

/** `fault` keeps alarms or pictures from coming; `warn` will, or is worth a look. */
export interface Finding {
  readonly subject: Subject;
  /** Which of them: a host, a site, a camera; empty where there is but one. */
  readonly of: string;
  readonly state: 'ok' | 'warn' | 'fault';
  readonly code: keyof (typeof words)['en'];
  /** What the words are about: a number, a path, a fault's own words. */
  readonly about: string;
}

export type Language = keyof typeof words;

const marks = { ok: '✓', warn: '!', fault: '✗' } as const;

/** `✗ broker shop-01  the server does not accept …` */
export function lineOf({ subject, of, state, code, about }: Finding, language: Language): string {
  const where = of === '' ? subject : `${subject} ${of}`;
  return `${marks[state]} ${where.padEnd(24)} ${words[language][code](about)}`;
}

export function jsonOf(findings: readonly Finding[], language: Language): string {
  const all = findings.map((finding) => ({
    ...finding,
    says: words[language][finding.code](finding.about),
  }));
  return JSON.stringify({ ok: isWell(findings), findings: all }, null, 2);
}

export function isWell(findings: readonly Finding[]): boolean {
  return findings.every(({ state }) => state !== 'fault');
}
