// Which key means what at the wall: the one table that the keyboard and its sheet are made of. Pure.
import type { Direction } from './layout';

export type WallDeed =
  | { readonly do: 'go' | 'carry'; readonly direction: Direction }
  | { readonly do: 'size'; readonly by: 1 | -1 }
  | { readonly do: 'open'; readonly nth: number }
  | {
      readonly do:
        | 'larger'
        | 'clear'
        | 'find'
        | 'side'
        | 'save'
        | 'pause'
        | 'next'
        | 'previous'
        | 'full'
        | 'help'
        | 'back';
    };

const arrows: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/** The rows of the sheet; what each does is said by the key of the same name in the words of the wall. */
export const wallKeys = [
  { says: 'keyGo', shown: '← ↑ → ↓' },
  { says: 'keyCarry', shown: 'Shift+← ↑ → ↓' },
  { says: 'keyLarger', shown: 'Enter' },
  { says: 'keyClear', shown: 'Delete' },
  { says: 'keyFind', shown: '/' },
  { says: 'keyOpen', shown: '1 … 9' },
  { says: 'keySave', shown: 'S' },
  { says: 'keySize', shown: '+ -' },
  { says: 'keyPause', shown: 'Space' },
  { says: 'keyNext', shown: 'N P' },
  { says: 'keySide', shown: 'L' },
  { says: 'keyFull', shown: 'F' },
  { says: 'keyBack', shown: 'Esc' },
  { says: 'keyHelp', shown: '?' },
] as const;

export interface Pressed {
  readonly key: string;
  readonly withShift: boolean;
  /** Ctrl, Command or Alt: the browser's own keys. */
  readonly withOther: boolean;
  /** What has the focus: a place to write in keeps all keys but Escape, a button keeps Enter, Space and the arrows. */
  readonly focus: 'text' | 'button' | 'page';
}

/** What this key does, or null where it belongs to somebody else. */
export function wallDeedOf({ key, withShift, withOther, focus }: Pressed): WallDeed | null {
  if (withOther) return null;
  if (key === 'Escape') return { do: 'back' };
  if (focus === 'text') return null;
  const direction = arrows[key];
  if (direction !== undefined)
    return focus === 'button' ? null : { do: withShift ? 'carry' : 'go', direction };
  if (/^[1-9]$/.test(key)) return { do: 'open', nth: Number(key) };
  if (focus === 'button' && (key === 'Enter' || key === ' ')) return null;
  return byKey[key.length === 1 ? key.toLowerCase() : key] ?? null;
}

const byKey: Readonly<Record<string, WallDeed>> = {
  Enter: { do: 'larger' },
  Delete: { do: 'clear' },
  Backspace: { do: 'clear' },
  '/': { do: 'find' },
  s: { do: 'save' },
  '+': { do: 'size', by: 1 },
  '=': { do: 'size', by: 1 },
  '-': { do: 'size', by: -1 },
  ' ': { do: 'pause' },
  n: { do: 'next' },
  p: { do: 'previous' },
  l: { do: 'side' },
  f: { do: 'full' },
  '?': { do: 'help' },
};
