// The wall as it was left, kept in this browser under its person: a reload or a window closed by mistake loses nothing.
import { wallSchema } from '@haixi/proto/accounts/desk';
import { type Layout, layoutOf } from './layout';

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem'>;

const keptSchema = wallSchema.omit({ name: true }).extend({ name: wallSchema.shape.name.nullable() });

/** What is on the wall, and under which name it was opened or saved. */
export interface KeptWall {
  readonly name: string | null;
  readonly layout: Layout;
}

/** Null where nothing is kept, or nothing that can be read. */
export function keptWall(storage: Storage, personId: string): KeptWall | null {
  try {
    const read = keptSchema.safeParse(JSON.parse(storage.getItem(keptAs(personId)) ?? ''));
    return read.success ? { name: read.data.name, layout: layoutOf(read.data) } : null;
  } catch {
    return null;
  }
}

/** Keeps it, where the browser lets us. */
export function keepWall(storage: Storage, personId: string, { name, layout }: KeptWall): void {
  try {
    storage.setItem(keptAs(personId), JSON.stringify({ name, ...layout }));
  } catch {
    // It is a wall for this visit then.
  }
}

function keptAs(personId: string): string {
  return `haixi-wall/${personId}`;
}
