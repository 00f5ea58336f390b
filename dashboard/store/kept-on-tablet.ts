// What a tablet keeps so that its page opens without network: who is signed in and their own part of the picture, no more.
import { type Me, meSchema } from '@haixi/proto/commands/routes';
import { pictureSchema } from '@haixi/proto/live/picture';
import type { KeptPicture } from '../live/kept-live';

const meKey = 'haixi-tablet-me';
const pictureKey = 'haixi-tablet-picture';

/** The person whose page was open here last and who has not signed out; null where nobody is, or it can't be read. */
export function keptMe(): Me | null {
  const read = meSchema.safeParse(parsed(meKey));
  return read.success ? read.data : null;
}

/** Remember this person. What was kept of another one goes; what they had pressed lies in the outbox and stays (T4). */
export function keepMe(me: Me): void {
  if (keptMe()?.person.personId !== me.person.personId) forgetKept();
  keep(localStorage, meKey, JSON.stringify(me));
}

/** The part of the picture that was kept for this person; null where none was, or by another release. */
export function keptPicture(personId: string): KeptPicture | null {
  const kept = parsed(pictureKey) as Partial<KeptPicture & { personId: string }> | null;
  if (kept?.personId !== personId || typeof kept.asOfMs !== 'number') return null;
  const read = pictureSchema.safeParse(kept.picture);
  return read.success ? { picture: read.data, asOfMs: kept.asOfMs } : null;
}

export function keepPicture(personId: string, { picture, asOfMs }: KeptPicture): void {
  keep(localStorage, pictureKey, JSON.stringify({ personId, asOfMs, picture }));
}

/** Write for the next opening. A tablet that is full, or keeps nothing, loses that and no more: the page goes on. */
export function keep(storage: Pick<Storage, 'setItem'>, name: string, text: string): void {
  try {
    storage.setItem(name, text);
  } catch {
    // What was there before stays, with the time of its own.
  }
}

/** Whoever signs out leaves nothing of theirs to read. Never touches the outbox. */
export function forgetKept(): void {
  localStorage.removeItem(meKey);
  localStorage.removeItem(pictureKey);
}

function parsed(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null');
  } catch {
    return null;
  }
}
