// The cards of one's units and the farewells not yet read, kept on the tablet over a reload under the person's id.
import type { Picture } from '@haixi/proto/live/picture';
import { useEffect, useMemo, useState } from 'react';
import { keep } from '../store/kept-on-tablet';
import { type Card, type CardBook, type Farewell, cardsOf, emptyBook, turnPage } from './cards';

export interface Cards {
  readonly cards: readonly Card[];
  readonly farewells: readonly Farewell[];
  readonly read: (assignmentId: string) => void;
}

/** Follow the picture; null while the first one is still on its way. */
export function useCards(picture: Picture | null, personId: string, unitIds: readonly string[]): Cards {
  const keptAs = `haixi-patrol-cards-${personId}`;
  const [book, setBook] = useState<CardBook>(() => kept(keptAs));

  const [turnedTo, setTurnedTo] = useState<Picture | null>(null);
  if (picture !== null && picture !== turnedTo) {
    setTurnedTo(picture);
    setBook(turnPage(book, picture, unitIds));
  }

  useEffect(() => keep(localStorage, keptAs, JSON.stringify(book)), [keptAs, book]);

  const cards = useMemo(() => (picture === null ? [] : cardsOf(picture, unitIds)), [picture, unitIds]);
  const read = (assignmentId: string) =>
    setBook((before) => ({
      ...before,
      farewells: before.farewells.filter((farewell) => farewell.assignmentId !== assignmentId),
    }));
  return { cards, farewells: book.farewells, read };
}

function kept(keptAs: string): CardBook {
  try {
    const book = JSON.parse(localStorage.getItem(keptAs) ?? 'null') as CardBook | null;
    return Array.isArray(book?.known) && Array.isArray(book.farewells) ? book : emptyBook;
  } catch {
    return emptyBook;
  }
}
