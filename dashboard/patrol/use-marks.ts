// Tells the centre what this tablet did with what it was sent: each fact once, tried until the server has answered (T3).
import { useEffect, useRef, useState } from 'react';
import { useSession } from '../store/session-context';
import type { Card } from './cards';
import { marksDue } from './marks-due';

/** So long on the screen, and it counts as seen. */
const seenAfterMs = 1_000;

/** @param rings whether the sound goes out at this moment */
export function useMarks(cards: readonly Card[], rings: boolean): void {
  const { send } = useSession();
  const inSight = useInSight(cards);
  const told = useRef(new Set<string>());
  useEffect(() => {
    for (const due of marksDue(cards, rings, inSight)) {
      const key = `${due.assignmentId}/${due.message ?? ''}/${due.mark}`;
      if (told.current.has(key)) continue;
      told.current.add(key);
      void send('assignment.mark', due).then((answer) => {
        // Of one that has gone there is nothing to tell; anything else is told again with the next change.
        if (!answer.ok && answer.reason !== 'not_found') told.current.delete(key);
      });
    }
  }, [cards, rings, inSight, send]);
}

/** The assignments whose card has been on the visible screen for a moment. */
function useInSight(cards: readonly Card[]): ReadonlySet<string> {
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set());
  const ids = cards.map(({ assignment }) => assignment.assignmentId).join();
  useEffect(() => {
    const timers = new Map<Element, ReturnType<typeof setTimeout>>();
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          clearTimeout(timers.get(target));
          const id = target.getAttribute('data-assignment');
          if (!isIntersecting || id === null) continue;
          const look = () => {
            if (document.visibilityState === 'visible') setSeen((before) => new Set([...before, id]));
            else timers.set(target, setTimeout(look, seenAfterMs));
          };
          timers.set(target, setTimeout(look, seenAfterMs));
        }
      },
      { threshold: 0.3 },
    );
    for (const id of ids.split(',')) {
      const card = document.querySelector(`[data-testid="assignment-card"][data-assignment="${id}"]`);
      if (card) observer.observe(card);
    }
    return () => {
      observer.disconnect();
      for (const timer of timers.values()) clearTimeout(timer);
    };
  }, [ids]);
  return seen;
}
