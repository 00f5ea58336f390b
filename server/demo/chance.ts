// Chance that repeats itself: the same words give the same number, so that a story can be told again (pure).

/** A number from 0 to below 1 that belongs to these words. */
export function chanceOf(...words: readonly (string | number)[]): number {
  // FNV-1a, and MurmurHash3's last mixing: near words give far numbers.
  let hash = 0x811c9dc5;
  for (const letter of words.join('/')) hash = Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

export function between(least: number, most: number, ...words: readonly (string | number)[]): number {
  return least + chanceOf(...words) * (most - least);
}

/** Throws where there is nothing to choose from. */
export function oneOf<T>(all: readonly T[], ...words: readonly (string | number)[]): T {
  const chosen = all[Math.floor(chanceOf(...words) * all.length)];
  if (chosen === undefined) throw new Error('there is nothing to choose from');
  return chosen;
}
