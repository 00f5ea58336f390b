// The keyboard of the console, heard wherever the focus is.
import { useEffect, useEffectEvent } from 'react';
import { type Pressed, type Shortcut, shortcutOf } from './shortcut';

/** Do what the pressed key means while `on`. */
export function useShortcuts(on: boolean, act: (shortcut: Shortcut) => void): void {
  const acted = useEffectEvent(act);
  useEffect(() => {
    if (!on) return undefined;
    const pressed = (event: KeyboardEvent) => {
      const withControl = event.ctrlKey || event.metaKey;
      const focus = focusOf(event.target);
      const shortcut = shortcutOf({ key: event.key, withControl, withAlt: event.altKey, focus });
      if (shortcut === null || event.defaultPrevented) return;
      event.preventDefault();
      // Escape first leaves the place one writes in; what is written stays there.
      if (focus === 'text' && shortcut.do === 'back') (event.target as HTMLElement).blur();
      else acted(shortcut);
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, [on]);
}

function focusOf(target: EventTarget | null): Pressed['focus'] {
  if (!(target instanceof HTMLElement)) return 'page';
  if (
    target.matches(
      'input:not([type="checkbox"]), textarea, select, [contenteditable], [role="combobox"], [role="slider"]',
    )
  )
    return 'text';
  return target.matches('button, a, input[type="checkbox"]') ? 'button' : 'page';
}
