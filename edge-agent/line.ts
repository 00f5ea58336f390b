// One event of the agent's own life as one line of text for stdout; a key never gets this far.

export type Fields = Readonly<Record<string, string | number | boolean | null>>;

/** Says one thing that happened, with its facts by name. */
export type Say = (event: string, fields?: Fields) => void;

/** `2026-11-23T12:00:00.000Z link_open site=shop-01 version=1`, always without a line break. */
export function line(atMs: number, event: string, fields: Fields = {}): string {
  const facts = Object.entries(fields).map(([name, value]) => ` ${name}=${plain(value)}`);
  return `${new Date(atMs).toISOString()} ${event}${facts.join('')}`;
}

function plain(value: string | number | boolean | null): string {
  const text = String(value);
  return /^[\w.:/@+-]+$/.test(text) ? text : JSON.stringify(text);
}

/** A fault in one line, whatever was thrown. */
export function faultText(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  return oneLine(text, 300);
}

/**
 * The text as the contract takes one: in one line, without control or half characters, and at most so many UTF-16
 * units long, never cut inside a character.
 */
export function oneLine(text: string, lengthMax: number): string {
  const plainText = text
    .toWellFormed()
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  const cut = plainText.slice(0, lengthMax);
  return (cut.isWellFormed() ? cut : cut.slice(0, -1)).trimEnd();
}

/** The same text without user names and keys in addresses such as `rtsp://user:key@host`. */
export function withoutKeys(text: string): string {
  return text.replaceAll(/\/\/[^/\s"']*@/g, '//');
}
