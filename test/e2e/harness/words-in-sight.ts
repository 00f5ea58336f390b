// Which words a person can read in a part of a page: drawn, not covered, and a button's as the whole of the button.
import type { Page } from 'playwright-core';

export interface Part {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Those of `words` that stand in this part of the page as it is now. */
export function wordsInSight(page: Page, words: readonly string[], part: Part): Promise<string[]> {
  return page.evaluate(look, { words, part });
}

/** Runs in the page. */
function look({ words, part }: { words: readonly string[]; part: Part }): string[] {
  const cjk = /\s*([\u3000-\u9fff\uff00-\uffef])\s*/g;
  // Between two Chinese characters a screen may put space for the looks of it.
  const plain = (text: string) => text.replaceAll(/\s+/g, ' ').replaceAll(cjk, '$1').trim();
  const buttonText = (button: Element) => {
    const copy = button.cloneNode(true) as Element;
    for (const beside of copy.querySelectorAll('kbd, [aria-hidden]')) beside.remove();
    return plain(copy.textContent);
  };
  const has = (element: Element, word: string) => plain(element.textContent).includes(plain(word));
  const says = (element: Element, word: string) => {
    const text = plain(element.textContent);
    const button = element.closest('button, a, [role="option"]');
    if (button !== null) return text === plain(word) || buttonText(button) === plain(word);
    const at = text.indexOf(plain(word));
    const around = `${text[at - 1] ?? ''} ${text[at + plain(word).length] ?? ''}`;
    return !(/^[A-Za-z]/.test(word) && /[A-Za-z]/.test(around));
  };
  const inSight = (element: Element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    const [x, y] = [left + width / 2, top + height / 2];
    if (width === 0 || !element.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
      return false;
    if (x < part.x || y < part.y || x > part.x + part.width || y > part.y + part.height) return false;
    const hit = document.elementFromPoint(x, y);
    return hit !== null && (element.contains(hit) || hit.contains(element));
  };
  const elements = [...document.querySelectorAll('body *:not(script, style)')];
  return words.filter((word) =>
    elements.some(
      (element) =>
        has(element, word) &&
        ![...element.children].some((child) => has(child, word)) &&
        says(element, word) &&
        inSight(element),
    ),
  );
}
