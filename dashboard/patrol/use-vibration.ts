// What rings also shakes: in traffic and wind a tablet is felt before it is heard.
import { useEffect } from 'react';
import type { Tone } from '../sound/bell';
import { patterns } from '../sound/tones';

const shakes: Readonly<Record<Tone, number[]>> = {
  urgent: [400, 120, 400, 120, 400],
  high: [300, 150, 300],
  normal: [250],
  low: [120],
  overdue: [600],
};

/** Shake in the tone's own rhythm until it changes. */
export function useVibration(tone: Tone | null): void {
  useEffect(() => {
    if (tone === null || !('vibrate' in navigator)) return undefined;
    const shake = () => {
      // A browser that has not been touched yet refuses, and complains each time.
      if (navigator.userActivation?.hasBeenActive !== false) navigator.vibrate(shakes[tone]);
    };
    shake();
    const again = setInterval(shake, patterns[tone].everyMs);
    return () => {
      clearInterval(again);
      if (navigator.userActivation?.hasBeenActive !== false) navigator.vibrate(0);
    };
  }, [tone]);
}
