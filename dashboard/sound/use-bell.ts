// The bell of a screen: repeats the tone that is due, and says when the browser keeps it silent.
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { Tone } from './bell';
import { type SpeakerState, openSpeaker } from './speaker';
import { patterns } from './tones';

/** There is no mute: the lowest volume can still be heard. */
export const volumeMin = 0.15;

export interface Bell {
  readonly speaker: SpeakerState;
  readonly unblock: () => void;
  readonly volume: number;
  readonly setVolume: (volume: number) => void;
  /** Sound this once, for who wants to know how it sounds. */
  readonly play: (tone: Tone) => void;
}

/** Where the person's volume is kept. */
export interface KeptVolume {
  readonly volume: number;
  readonly keep: (volume: number) => void;
}

/** Where nobody keeps one. */
const asDelivered: KeptVolume = { volume: 0.6, keep: () => undefined };

/** Ring `tone` again and again until it changes; null is silence. */
export function useBell(tone: Tone | null, kept: KeptVolume = asDelivered): Bell {
  const [speaker] = useState(openSpeaker);
  const volume = audible(kept.volume);
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

  return {
    speaker: state,
    unblock: speaker.unblock,
    volume,
    setVolume: (chosen) => kept.keep(audible(chosen)),
    play: (asked) => speaker.play(patterns[asked], volume),
  };
}

function audible(volume: number): number {
  return Math.min(1, Math.max(volumeMin, volume));
}
