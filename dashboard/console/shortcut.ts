// Which key means what at the console: the one table that the keyboard, the sheet of keys and the palette are made of. Pure.

export const shortcuts = [
  { do: 'next', keys: ['ArrowDown', 'j'], shown: '↓ J', group: 'queue', says: 'keyNext' },
  { do: 'previous', keys: ['ArrowUp', 'k'], shown: '↑ K', group: 'queue', says: 'keyPrevious' },
  { do: 'open', keys: ['Enter'], shown: 'Enter', group: 'queue', says: 'keyOpen' },
  { do: 'mine', keys: ['m'], shown: 'M', group: 'queue', says: 'keyMine' },
  { do: 'unreceived', keys: ['w'], shown: 'W', group: 'queue', says: 'keyUnreceived' },
  { do: 'clear', keys: ['x'], shown: 'X', group: 'queue', says: 'keyClear' },
  { do: 'receive', keys: ['r'], shown: 'R', group: 'incident', says: 'keyReceive' },
  { do: 'send', keys: ['1', '2', '3'], shown: '1 2 3', group: 'incident', says: 'keySend' },
  { do: 'undo', keys: ['u'], shown: 'U', group: 'incident', says: 'keyUndo' },
  { do: 'note', keys: ['n'], shown: 'N', group: 'incident', says: 'keyNote' },
  { do: 'video', keys: ['v'], shown: 'V', group: 'incident', says: 'keyVideo' },
  { do: 'larger', keys: ['l'], shown: 'L', group: 'incident', says: 'keyLarger' },
  { do: 'nearer', keys: ['+', '='], shown: '+ =', group: 'map', says: 'keyNearer' },
  { do: 'farther', keys: ['-'], shown: '-', group: 'map', says: 'keyFarther' },
  { do: 'home', keys: ['h'], shown: 'H', group: 'map', says: 'keyHome' },
  { do: 'follow', keys: ['f'], shown: 'F', group: 'map', says: 'keyFollow' },
  { do: 'layers', keys: ['a'], shown: 'A', group: 'map', says: 'keyLayers' },
  { do: 'theme', keys: ['t'], shown: 'T', group: 'map', says: 'keyTheme' },
  { do: 'palette', keys: ['Ctrl+k'], shown: 'Ctrl K', group: 'room', says: 'keyPalette' },
  { do: 'places', keys: ['/'], shown: '/', group: 'room', says: 'keyPlaces' },
  { do: 'new', keys: ['o'], shown: 'O', group: 'room', says: 'keyNew' },
  { do: 'sites', keys: ['s'], shown: 'S', group: 'room', says: 'keySites' },
  { do: 'cameras', keys: ['c'], shown: 'C', group: 'room', says: 'keyCameras' },
  { do: 'wall', keys: ['g'], shown: 'G', group: 'room', says: 'keyWall' },
  { do: 'closed', keys: ['d'], shown: 'D', group: 'room', says: 'keyClosed' },
  { do: 'back', keys: ['Escape'], shown: 'Esc', group: 'room', says: 'keyBack' },
  { do: 'help', keys: ['?'], shown: '?', group: 'room', says: 'keyHelp' },
] as const;

export const shortcutGroups = ['queue', 'incident', 'map', 'room'] as const;

export type Doing = (typeof shortcuts)[number]['do'];

/** `nth` is which key of the row it was, from 1: that is whom `send` sends. */
export interface Shortcut {
  readonly do: Doing;
  readonly nth: number;
}

export interface Pressed {
  readonly key: string;
  /** Ctrl, or Command on a Mac. */
  readonly withControl: boolean;
  readonly withAlt: boolean;
  /** What has the focus: a place to write in takes every key but Escape and Ctrl K, a button keeps Enter and Space. */
  readonly focus: 'text' | 'button' | 'page';
}

/** The shortcut of this key, or null where the key belongs to somebody else. */
export function shortcutOf({ key, withControl, withAlt, focus }: Pressed): Shortcut | null {
  if (withAlt) return null;
  const plain = key.length === 1 ? key.toLowerCase() : key;
  const found = byKey.get(withControl ? `Ctrl+${plain}` : plain) ?? null;
  if (found === null) return null;
  if (focus === 'text' && found.do !== 'back' && found.do !== 'palette') return null;
  return focus === 'button' && found.do === 'open' ? null : found;
}

const byKey: ReadonlyMap<string, Shortcut> = new Map(
  shortcuts.flatMap((row) => row.keys.map((key, index) => [key, { do: row.do, nth: index + 1 }] as const)),
);
