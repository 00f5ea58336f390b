// The saved walls beside the wall: opened by a click or their number, saved, named anew, deleted with a way back.
import type { Wall } from '@haixi/proto/accounts/desk';
import { type Ref, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isSaved, type Layout, wallOf } from './layout';
import { NameRow } from './name-row';

/** The desk keeps no more. */
const wallsMax = 50;

export interface WallsSideProps {
  readonly walls: readonly Wall[];
  readonly layout: Layout;
  /** The wall that is open. */
  readonly name: string | null;
  readonly field: Ref<HTMLInputElement>;
  readonly onOpen: (wall: Wall) => void;
  readonly onNamed: (name: string | null) => void;
  readonly onKeep: (walls: Wall[]) => void;
  readonly onDelete: (wall: Wall) => void;
}

export function WallsSide({ walls, layout, name, field, onOpen, onNamed, onKeep, onDelete }: WallsSideProps) {
  const { t } = useTranslation('wall');
  const [typed, setTyped] = useState(name ?? '');
  const wanted = typed.trim();
  const isThere = walls.some((wall) => wall.name === wanted);
  const save = (as: string) => {
    const wall = wallOf(as, layout);
    onKeep(
      walls.some((each) => each.name === as)
        ? walls.map((each) => (each.name === as ? wall : each))
        : [...walls, wall],
    );
    onNamed(as);
  };
  return (
    <div className="wall-saved">
      <form
        className="wall-save"
        onSubmit={(submitted) => {
          submitted.preventDefault();
          if (wanted !== '') save(wanted);
        }}
      >
        <input
          ref={field}
          type="text"
          maxLength={40}
          aria-label={t('wallName')}
          placeholder={t('wallName')}
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
        />
        <button type="submit" disabled={wanted === '' || (!isThere && walls.length >= wallsMax)}>
          {isThere ? t('saveOver') : t('save')}
        </button>
      </form>
      {walls.length === 0 ? <p className="muted">{t('noWalls')}</p> : null}
      <ul>
        {walls.map((wall, at) => (
          <NameRow
            key={wall.name}
            name={wall.name}
            nth={at < 9 ? at + 1 : null}
            about={t('wallAbout', { size: wall.size, count: wall.tiles.filter(Boolean).length })}
            isOpen={wall.name === name}
            change={
              wall.name === name && !isSaved(layout, wall)
                ? { says: t('update'), do: () => save(wall.name) }
                : null
            }
            taken={walls.map((each) => each.name)}
            onOpen={() => {
              setTyped(wall.name);
              onOpen(wall);
            }}
            onRename={(next) => {
              onKeep(walls.map((each) => (each === wall ? { ...wall, name: next } : each)));
              if (wall.name === name) onNamed(next);
            }}
            onDelete={() => onDelete(wall)}
          />
        ))}
      </ul>
    </div>
  );
}
