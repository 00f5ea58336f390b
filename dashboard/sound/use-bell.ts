// The bell of a screen: repeats the tone that is due, and says when the browser keeps it silent.
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { Tone } from './bell';
import { type SpeakerState, openSpeaker } from './speaker';
import { patterns } from './tones';

const keptAs = 'haixi-volume';

/** There is no mute: the lowest volume can still be heard. */
export const volumeMin = 0.15;

export interface Bell {
  readonly speaker: SpeakerState;
  readonly unblock: () => void;
  readonly volume: number;
  readonly setVolume: (volume: number) => void;
}

/** Ring `tone` again and again until it changes; null is silence. */
export function useBell(tone: Tone | null): Bell {
  const [speaker] = useState(openSpeaker);
  const [volume, setVolume] = useState(keptVolume);
  const state = useSyncExternalStore(speaker.subscribe, speaker.state);

  useEffect(() => {
    // Any click or key of the person is what the browser waits for.
    window.addEventListener('pointerdown', speaker.unblock);
    window.addEventListener('keydown', speaker.unblock);
    return () => {
      window.removeEventListener('pointerdown', speaker.unblock);
      window.removeEventListener('keydown', speaker.unblock);
    };
  }, [speaker]);

  useEffect(() => {
    if (tone === null || state !== 'ready') return undefined;
    const ring = () => speaker.play(patterns[tone], volume);
    ring();
    const again = setInterval(ring, patterns[tone].everyMs);
    return () => clearInterval(again);
  }, [tone, state, speaker, volume]);

  const keep = (chosen: number) => {
    const audible = Math.min(1, Math.max(volumeMin, chosen));
    localStorage.setItem(keptAs, String(audible));
    setVolume(audible);
  };
  return { speaker: state, unblock: speaker.unblock, volume, setVolume: keep };
}

function keptVolume(): number {
  const kept = Number(localStorage.getItem(keptAs) ?? '0.6');
  return Number.isFinite(kept) ? Math.min(1, Math.max(volumeMin, kept)) : 0.6;
}
