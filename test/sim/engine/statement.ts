// What the simulation reads off a statement's text: how the trace names it, which tables it writes, and whether it may run.

/** Clock and chance belong to the program that asks: SQL that had its own could not be told by the seed. */
const ownClockOrChance =
  /\b(now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday|random|random_normal|gen_random_uuid|uuidv4|uuidv7)\s*\(|\b(current_timestamp|current_date|current_time|localtime|localtimestamp)\b/i;

/** The function or word by which this statement reads a clock or chance; null where it reads none. */
export function ownClockOrChanceIn(text: string): string | null {
  return ownClockOrChance.exec(text)?.[0] ?? null;
}

/** Its first word and table for the trace, and whether it locks rows. */
export function nameOf(text: string): string {
  const verb = /^\s*(\w+)/.exec(text)?.[1]?.toLowerCase() ?? '?';
  const from = /\b(?:from|join)\s+"?(\w+)\b(?!\s*\()/i.exec(text)?.[1];
  const table = writtenBy(text)[0] ?? from ?? '';
  const locks = /\bfor (no key update|update|share|key share)\b/i.test(text) ? ' for update' : '';
  return `${verb}${table && ` ${table}`}${locks}`;
}

/** The tables that it writes to. */
export function writtenBy(text: string): string[] {
  return [...text.matchAll(/\b(?:insert into|update|delete from)\s+"?([a-z_]+)"?/gi)]
    .map(([, table]) => table!.toLowerCase())
    .filter((table) => table !== 'set' && table !== 'skip' && table !== 'of');
}
