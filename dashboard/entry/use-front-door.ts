// What stands at the front door, asked until the server answers.
import type { FrontDoor } from '@haixi/proto/accounts/accounts';
import { useEffect, useState } from 'react';
import { type Ask, createAsk } from '../api/ask';

/** Questions from before anybody is signed in. */
export const askAtDoor: Ask = createAsk((input, init) => fetch(input, init));

const againMs = 3_000;

/** Null until the server has answered. */
export function useFrontDoor(): FrontDoor | null {
  const [door, setDoor] = useState<FrontDoor | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let gone = false;
    const look = async () => {
      const asked = await askAtDoor('frontDoor');
      if (gone) return;
      if (asked.ok) setDoor(asked.value);
      else timer = setTimeout(() => void look(), againMs);
    };
    void look();
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, []);
  return door;
}
