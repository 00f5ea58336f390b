// Keeps one's own part of the picture on the tablet, so that an assignment can be read and answered after a reload offline.
import type { Picture } from '@haixi/proto/live/picture';
import { useEffect, useRef } from 'react';
import { useAsOfMs } from '../store/live-context';
import { keepPicture } from '../store/kept-on-tablet';
import type { Card } from './cards';
import { ownPart } from './own-part';

/** How often the time up to which it holds is written anew, in ms. */
const asOfEveryMs = 10_000;

export function useKeptPicture(
  picture: Picture | null,
  cards: readonly Card[],
  unitIds: readonly string[],
  personId: string,
): void {
  const asOfMs = useAsOfMs();
  const written = useRef({ text: '', asOfMs: 0 });
  useEffect(() => {
    if (picture === null || asOfMs === null) return;
    const own = ownPart(picture, cards, unitIds);
    const text = JSON.stringify(own);
    if (text === written.current.text && asOfMs - written.current.asOfMs < asOfEveryMs) return;
    written.current = { text, asOfMs };
    keepPicture(personId, { picture: own, asOfMs });
  }, [picture, cards, unitIds, personId, asOfMs]);
}
