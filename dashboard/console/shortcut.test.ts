// Keys of the console, and whose they are while somebody writes.
import { describe, expect, it } from 'vitest';
import { shortcutOf } from './shortcut';

const pressed = (key: string, focus: 'text' | 'button' | 'page' = 'page', withModifier = false) =>
  shortcutOf({ key, focus, withModifier });

describe('shortcut', () => {
  it('moves, receives, sends, notes and looks', () => {
    expect(
      ['ArrowDown', 'ArrowUp', 'Enter', 'r', '2', 'n', 'v', 'L', 'c', 's', 'Escape', '?'].map((key) =>
        pressed(key),
      ),
    ).toEqual([
      { do: 'next' },
      { do: 'previous' },
      { do: 'open' },
      { do: 'receive' },
      { do: 'send', nth: 2 },
      { do: 'note' },
      { do: 'video' },
      { do: 'larger' },
      { do: 'cameras' },
      { do: 'sites' },
      { do: 'back' },
      { do: 'help' },
    ]);
  });

  it('who writes a 1 into a note sends nobody', () => {
    expect(pressed('1', 'text')).toBeNull();
    expect(pressed('r', 'text')).toBeNull();
    expect(pressed('Escape', 'text')).toEqual({ do: 'back' });
  });

  it('the browser keeps its own keys, and a button its Enter', () => {
    expect(pressed('r', 'page', true)).toBeNull();
    expect(pressed('Enter', 'button')).toBeNull();
    expect(pressed('r', 'button')).toEqual({ do: 'receive' });
    expect(pressed('toString')).toBeNull();
  });
});
