// What stands beside the wall, one at a time: the cameras, the saved walls, the tours.
import type { CameraRef } from '@haixi/proto/accounts/desk';
import type { Picture } from '@haixi/proto/live/picture';
import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { CameraSeen } from '../store/camera-state';
import type { Names } from '../store/names';
import { useDesk } from '../store/use-desk';
import { CameraSide } from './camera-side';
import { keyOfCamera } from './layout';
import { ToursSide } from './tours-side';
import type { WallDeeds, WallState } from './use-wall';
import { WallsSide } from './walls-side';

const sides = ['cameras', 'walls', 'tours'] as const;
export type Side = (typeof sides)[number];

export interface WallSideProps {
  readonly side: Side;
  readonly cameras: readonly CameraSeen[];
  readonly areas: Picture['areas'];
  readonly names: Names;
  readonly wall: WallState & WallDeeds;
  readonly find: Ref<HTMLInputElement>;
  readonly field: Ref<HTMLInputElement>;
  readonly onWall: readonly CameraRef[];
  readonly isThere: (camera: CameraRef) => boolean;
  readonly onSide: (side: Side) => void;
  readonly onDeleteWall: (name: string) => void;
  readonly onDeleteTour: (name: string) => void;
}

export function WallSide(props: WallSideProps) {
  const { side, cameras, areas, names, wall, onWall, isThere, onSide } = props;
  const { t } = useTranslation('wall');
  const { desk, read, change } = useDesk();
  return (
    <aside className="wall-side" aria-label={t('side')}>
      <div className="wall-tabs" role="group" aria-label={t('side')}>
        {sides.map((each) => (
          <button key={each} type="button" aria-pressed={each === side} onClick={() => onSide(each)}>
            {t(`side.${each}`)}
          </button>
        ))}
      </div>
      {side === 'cameras' ? (
        <CameraSide
          cameras={cameras}
          areas={areas}
          names={names}
          onWall={new Set(onWall.map(keyOfCamera))}
          nth={wall.selected + 1}
          find={props.find}
          onPlace={(camera) => wall.place(camera)}
        />
      ) : !read ? (
        <p className="muted">{t('deskComing')}</p>
      ) : side === 'walls' ? (
        <WallsSide
          walls={desk.walls}
          layout={wall.layout}
          name={wall.name}
          field={props.field}
          onOpen={wall.open}
          onNamed={wall.named}
          onKeep={(walls) => change({ walls })}
          onDelete={({ name }) => props.onDeleteWall(name)}
        />
      ) : (
        <ToursSide
          tours={desk.tours}
          running={wall.touring?.name ?? null}
          cameras={cameras}
          onWall={onWall}
          names={names}
          onStart={(tour) => wall.startTour(tour, isThere)}
          onKeep={(tours) => change({ tours })}
          onDelete={({ name }) => props.onDeleteTour(name)}
        />
      )}
    </aside>
  );
}
