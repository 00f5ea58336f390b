// What a tile says of itself, in words: one line always, and what the person can do about it.
import type { TFunction } from 'i18next';
import type { Said } from './tile-says';

type T = TFunction<['video', 'app']>;

/** The line of this state; `age` tells an age in ms in words. */
export function saidWords(said: Said, t: T, age: (ms: number) => string): string {
  switch (said.says) {
    case 'off':
    case 'away':
    case 'asking':
      return t(`video:${said.says}`);
    case 'waitingStream':
    case 'waitingKeyFrame':
      return t(`video:${said.says}`, { n: seconds(said.forMs) });
    case 'live':
      return t('video:live', { n: (said.behindMs / 1000).toFixed(1) });
    case 'notNew':
      return t('video:notNew', { n: seconds(said.forMs) });
    case 'stills':
      return t(said.fresh ? 'video:still' : 'video:stillOld', { age: age(said.ageMs) });
    case 'ended':
      return said.ended.why === 'refused'
        ? t('video:ended.refused', { rule: said.ended.rule })
        : t(`video:ended.${said.ended.why}`);
  }
}

function seconds(ms: number): string {
  return String(Math.floor(ms / 1000));
}
