// The screen's loudspeaker: generated tones by WebAudio, and whether the browser lets them be heard.
import type { Pattern } from './tones';

export type SpeakerState = 'ready' | 'blocked' | 'missing';

export interface Speaker {
  state(): SpeakerState;
  /** Ask the browser for permission; only works inside a person's own click or key. */
  unblock(): void;
  /** Sound the pattern once, at a volume of 0 … 1. Silent while blocked. */
  play(pattern: Pattern, volume: number): void;
  subscribe(changed: () => void): () => void;
}

/** Edges of a beep in seconds, so that it doesn't click. */
const edgeS = 0.012;

/** The loudspeaker of this page, for as long as the page is there. */
export function openSpeaker(): Speaker {
  const context = typeof AudioContext === 'undefined' ? null : new AudioContext();
  return {
    state: () => {
      if (context === null) return 'missing';
      return context.state === 'running' ? 'ready' : 'blocked';
    },
    unblock: () => void context?.resume(),
    play: (pattern, volume) => {
      if (context === null || context.state !== 'running') return;
      for (const beep of pattern.beeps) {
        const fromS = context.currentTime + beep.atMs / 1000;
        sound(context, beep.hz, fromS, fromS + beep.forMs / 1000, volume);
      }
    },
    subscribe: (changed) => {
      context?.addEventListener('statechange', changed);
      return () => context?.removeEventListener('statechange', changed);
    },
  };
}

function sound(context: AudioContext, hz: number, fromS: number, toS: number, volume: number): void {
  const tone = new OscillatorNode(context, { type: 'triangle', frequency: hz });
  const gain = new GainNode(context, { gain: 0 });
  gain.gain.setValueAtTime(0, fromS);
  gain.gain.linearRampToValueAtTime(volume, fromS + edgeS);
  gain.gain.setValueAtTime(volume, toS - edgeS);
  gain.gain.linearRampToValueAtTime(0, toS);
  tone.connect(gain).connect(context.destination);
  tone.start(fromS);
  tone.stop(toS);
}
