// Keys of the console, whose they are while somebody writes, and that the sheet tells them all.
import { describe, expect, it } from 'vitest';
import { shortcutGroups, shortcutOf, shortcuts } from './shortcut';

const pressed = (key: string, focus: 'text' | 'button' | 'page' = 'page', withControl = false) =>
  shortcutOf({ key, focus, withControl, withAlt: false });

describe('shortcut', () => {
  it('every key of the table does what its row says, in either case, and no key has two meanings', () => {
    const keys = shortcuts.flatMap((row) => row.keys.map((key) => ({ key, row })));
    expect(new Set(keys.map(({ key }) => key)).size).toBe(keys.length);
    for (const { key, row } of keys) {
      const plain = key.replace('Ctrl+', '');
      const shifted = plain.length === 1 ? plain.toUpperCase() : plain;
      expect(pressed(shifted, 'page', plain !== key)?.do).toBe(row.do);
      expect(row.shown.toLowerCase()).toContain(shownAs(plain));
      expect(shortcutGroups).toContain(row.group);
    }
    expect(pressed('2')).toEqual({ do: 'send', nth: 2 });
  });

  it('an incident is received and a unit sent with three keys', () => {
    expect(['ArrowDown', 'r', '1'].map((key) => pressed(key)?.do)).toEqual(['next', 'receive', 'send']);
  });

  it('who writes a 1 into a note sends nobody', () => {
    expect(pressed('1', 'text')).toBeNull();
    expect(pressed('r', 'text')).toBeNull();
    expect(pressed('Escape', 'text')?.do).toBe('back');
    expect(pressed('k', 'text', true)?.do).toBe('palette');
  });

  it('the browser keeps its own keys, and a button its Enter', () => {
    expect(pressed('r', 'page', true)).toBeNull();
    expect(pressed('Enter', 'button')).toBeNull();
    expect(pressed('r', 'button')?.do).toBe('receive');
    expect(pressed('toString')).toBeNull();
    expect(shortcutOf({ key: 'r', focus: 'page', withControl: false, withAlt: true })).toBeNull();
  });
});

function shownAs(key: string): string {
  return { ArrowDown: '↓', ArrowUp: '↑', Escape: 'esc' }[key] ?? key.toLowerCase();
}
