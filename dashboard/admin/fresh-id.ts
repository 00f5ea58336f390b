// A new id that nobody has to think of: from the name where it has Latin letters, else counted. Pure.

/** An id that is not among `taken`, in the form of the contract. */
export function freshId(prefix: string, name: string, taken: readonly string[]): string {
  const plain = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 20);
  const first = plain === '' ? null : `${prefix}-${plain}`;
  if (first !== null && !taken.includes(first)) return first;
  for (let n = first === null ? 1 : 2; ; n += 1) {
    const id = `${first ?? prefix}-${n}`;
    if (!taken.includes(id)) return id;
  }
}
