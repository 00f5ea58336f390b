// The tours beside the wall: begun by a click, made anew or changed in a form, deleted with a way back.
import type { CameraRef, Tour } from '@haixi/proto/accounts/desk';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CameraSeen } from '../store/camera-state';
import type { Names } from '../store/names';
import { NameRow } from './name-row';
import { TourForm } from './tour-form';

export interface ToursSideProps {
  readonly tours: readonly Tour[];
  /** The tour that runs. */
  readonly running: string | null;
  readonly cameras: readonly CameraSeen[];
  /** What is on the wall: a new tour begins with it. */
  readonly onWall: readonly CameraRef[];
  readonly names: Names;
  readonly onStart: (tour: Tour) => void;
  readonly onKeep: (tours: Tour[]) => void;
  readonly onDelete: (tour: Tour) => void;
}

/** The desk keeps no more. */
const toursMax = 50;

/** Long enough to see what a picture shows, once it has come. */
const eachS = 15;

export function ToursSide(props: ToursSideProps) {
  const { tours, running, cameras, onWall, names, onStart, onKeep, onDelete } = props;
  const { t } = useTranslation('wall');
  const [draft, setDraft] = useState<{ tour: Tour; was: string | null } | null>(null);
  if (draft !== null)
    return (
      <TourForm
        tour={draft.tour}
        taken={tours.map(({ name }) => name).filter((name) => name !== draft.was)}
        cameras={cameras}
        onWall={onWall}
        names={names}
        onCancel={() => setDraft(null)}
        onSave={(tour) => {
          const { was } = draft;
          onKeep(was === null ? [...tours, tour] : tours.map((each) => (each.name === was ? tour : each)));
          setDraft(null);
        }}
      />
    );
  return (
    <div className="wall-saved">
      <button
        type="button"
        disabled={tours.length >= toursMax}
        onClick={() => setDraft({ tour: { name: '', eachS, cameras: [...onWall] }, was: null })}
      >
        ＋ {t('newTour')}
      </button>
      {tours.length === 0 ? <p className="muted">{t('noTours')}</p> : null}
      <ul>
        {tours.map((tour) => (
          <NameRow
            key={tour.name}
            name={tour.name}
            nth={null}
            about={t('tourAbout', { count: tour.cameras.length, n: tour.eachS })}
            isOpen={tour.name === running}
            change={{ says: t('edit'), do: () => setDraft({ tour, was: tour.name }) }}
            taken={tours.map(({ name }) => name)}
            onOpen={() => onStart(tour)}
            onRename={(name) => onKeep(tours.map((each) => (each === tour ? { ...tour, name } : each)))}
            onDelete={() => onDelete(tour)}
          />
        ))}
      </ul>
    </div>
  );
}
