// Which key means what at the console. Pure: the page asks and does it.

export type Shortcut =
  | { do: 'next' }
  | { do: 'previous' }
  | { do: 'open' }
  | { do: 'receive' }
  | { do: 'send'; nth: number }
  | { do: 'note' }
  | { do: 'video' }
  | { do: 'larger' }
  | { do: 'cameras' }
  | { do: 'sites' }
  | { do: 'back' }
  | { do: 'help' };

export interface Pressed {
  readonly key: string;
  readonly withModifier: boolean;
  /** What has the focus: a place to write in takes every key but Escape, a button keeps Enter and Space. */
  readonly focus: 'text' | 'button' | 'page';
}

const byKey: Readonly<Record<string, Shortcut>> = {
  ArrowDown: { do: 'next' },
  ArrowUp: { do: 'previous' },
  Enter: { do: 'open' },
  r: { do: 'receive' },
  R: { do: 'receive' },
  '1': { do: 'send', nth: 1 },
  '2': { do: 'send', nth: 2 },
  '3': { do: 'send', nth: 3 },
  n: { do: 'note' },
  N: { do: 'note' },
  v: { do: 'video' },
  V: { do: 'video' },
  l: { do: 'larger' },
  L: { do: 'larger' },
  c: { do: 'cameras' },
  C: { do: 'cameras' },
  s: { do: 'sites' },
  S: { do: 'sites' },
  Escape: { do: 'back' },
  '?': { do: 'help' },
};

/** The shortcut of this key, or null where the key belongs to somebody else. */
export function shortcutOf({ key, withModifier, focus }: Pressed): Shortcut | null {
  const shortcut = Object.hasOwn(byKey, key) ? byKey[key]! : null;
  if (shortcut === null || withModifier) return null;
  if (focus === 'text' && shortcut.do !== 'back') return null;
  return focus === 'button' && shortcut.do === 'open' ? null : shortcut;
}
