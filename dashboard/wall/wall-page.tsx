// /wall: many cameras at once in a window of its own, beside the console; with its own desk, rounds and live picture.
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { HouseLook } from '../store/house-look';
import { useLive } from '../store/live-context';
import { RoundContextProvider, useOwnRounds } from '../store/round-context';
import { DeskProvider } from '../store/use-desk';
import './wall.css';
import './wall-side.css';
import { WallRoom } from './wall-room';

export default function WallPage() {
  const { t } = useTranslation('wall');
  const isThere = useLive(({ picture }) => picture !== null);
  const rounds = useOwnRounds();
  const title = t('windowTitle');
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <HouseLook>
      {!isThere ? (
        <main className="plain-page">
          <h1>{t('connecting')}</h1>
        </main>
      ) : (
        <DeskProvider>
          <RoundContextProvider value={rounds}>
            <WallRoom />
          </RoundContextProvider>
        </DeskProvider>
      )}
    </HouseLook>
  );
}
