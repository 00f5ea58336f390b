// 上岗试音: at the start of a shift each sound is played once, and the operator says whether they heard it.
import { type Priority } from '@haixi/proto/vocabulary';
import { useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toneOfPriority } from '../sound/bell';
import type { Bell } from '../sound/use-bell';
import type { Run } from '../store/use-commands';
import { shiftOf } from './shift';

const keptAs = 'haixi-sound-checked';

/** From one sound to the next; each is heard out. */
const stepMs = 1_600;
const priorities: readonly Priority[] = [1, 2, 3, 4];

export interface SoundCheckProps {
  readonly personId: string;
  readonly nowMs: number;
  readonly bell: Bell;
  readonly run: Run;
}

/** A bar, no dialogue: an alarm that comes meanwhile is received without answering it first. */
export function SoundCheck({ personId, nowMs, bell, run }: SoundCheckProps) {
  const { t } = useTranslation(['queue', 'vocabulary']);
  const [playing, setPlaying] = useState<number | null>(null);
  const [unheard, setUnheard] = useState(false);
  // Nobody can say that they heard what was not played.
  const [played, setPlayed] = useState(false);
  // Kept with the tab: a reload of the page is no new shift, another sign-in at this desk is another person.
  const mark = `${personId} ${shiftOf(nowMs)}`;
  const [answered, setAnswered] = useState(() => sessionStorage.getItem(keptAs));
  const asked = answered !== mark;

  const priority = playing === null ? undefined : priorities[playing];
  // Another volume meanwhile is heard with the next sound, not by playing this one twice.
  const play = useEffectEvent(bell.play);
  useEffect(() => {
    if (priority === undefined) return undefined;
    play(toneOfPriority[priority]);
    const next = setTimeout(() => setPlaying((now) => (now === null || now >= 3 ? null : now + 1)), stepMs);
    return () => clearTimeout(next);
  }, [priority]);

  if (!asked || bell.speaker === 'missing') return null;
  const answer = (heard: boolean) => {
    setPlaying(null);
    setUnheard(!heard);
    void run('sound.check', { heard, volume: bell.volume });
    if (heard) done();
  };
  const done = () => {
    sessionStorage.setItem(keptAs, mark);
    setAnswered(mark);
    setUnheard(false);
  };
  const listen = () => {
    setUnheard(false);
    setPlayed(true);
    bell.unblock();
    setPlaying(0);
  };
  return (
    <section className="sound-check" aria-label={t('queue:checkTitle')} data-testid="sound-check">
      <strong>{t('queue:checkTitle')}</strong>
      <span role="status">
        {unheard
          ? t('queue:checkWhatToDo')
          : priority === undefined
            ? t('queue:checkAsk')
            : t('queue:checkPlaying', { priority: t(`vocabulary:priority.${priority}`) })}
      </span>
      <button type="button" className={played ? undefined : 'first'} onClick={listen}>
        {t(unheard ? 'queue:checkAgain' : 'queue:checkPlay')}
      </button>
      {unheard ? (
        <button type="button" onClick={done}>
          {t('queue:checkLater')}
        </button>
      ) : played ? (
        <>
          <button type="button" className="first" onClick={() => answer(true)}>
            {t('queue:checkHeard')}
          </button>
          <button type="button" onClick={() => answer(false)}>
            {t('queue:checkNotHeard')}
          </button>
        </>
      ) : null}
    </section>
  );
}
