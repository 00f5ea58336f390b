// The keyboard of the wall, heard wherever the focus is.
import { useEffect, useEffectEvent } from 'react';
import { type Pressed, type WallDeed, wallDeedOf } from './wall-keys';

/** Do what the pressed key means while `on`. */
export function useWallKeys(on: boolean, act: (deed: WallDeed) => void): void {
  const acted = useEffectEvent(act);
  useEffect(() => {
    if (!on) return undefined;
    const pressed = (event: KeyboardEvent) => {
      const { key, shiftKey, ctrlKey, metaKey, altKey, target } = event;
      const focus = focusOf(target);
      const deed = wallDeedOf({
        key,
        withShift: shiftKey,
        withOther: ctrlKey || metaKey || altKey,
        focus,
      });
      if (deed === null || event.defaultPrevented) return;
      event.preventDefault();
      // Escape first leaves the place one writes in.
      if (focus === 'text' && deed.do === 'back') (target as HTMLElement).blur();
      else acted(deed);
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, [on]);
}

function focusOf(target: EventTarget | null): Pressed['focus'] {
  if (!(target instanceof HTMLElement)) return 'page';
  if (target.matches('input, textarea, select, [contenteditable], [role="combobox"], [role="slider"]'))
    return 'text';
  return target.matches('button, a, summary') ? 'button' : 'page';
}
