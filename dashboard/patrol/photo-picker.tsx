// Photos for a note or feedback: the camera opens at a touch, each is made small at once and shown before it is sent.
import { type ChangeEvent, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shrinkPhoto } from '../api/shrink-photo.service';
import { newKey } from './use-outbox';

/** As many as one command may name. */
const photosMax = 10;

export interface PickedPhoto {
  readonly key: string;
  readonly jpeg: Blob;
}

interface Props {
  readonly photos: readonly PickedPhoto[];
  readonly change: (photos: readonly PickedPhoto[]) => void;
  readonly preparing: boolean;
  readonly setPreparing: (preparing: boolean) => void;
}

export function PhotoPicker({ photos, change, preparing, setPreparing }: Props) {
  const { t } = useTranslation('patrol');
  const [bad, setBad] = useState(0);
  const add = async (event: ChangeEvent<HTMLInputElement>) => {
    const files = [...(event.target.files ?? [])];
    event.target.value = '';
    setPreparing(true);
    const added: PickedPhoto[] = [];
    // One after another: several large pictures at once are too much for a small tablet's memory.
    for (const file of files.slice(0, photosMax - photos.length)) {
      const jpeg = await shrinkPhoto(file);
      if (jpeg !== null) added.push({ key: newKey(), jpeg });
    }
    setBad(Math.min(files.length, photosMax - photos.length) - added.length);
    change([...photos, ...added]);
    setPreparing(false);
  };
  const full = photos.length >= photosMax || preparing;
  return (
    <fieldset className="patrol-photos">
      <legend>
        {t('photos')} <small>{t('photoMost')}</small>
      </legend>
      {photos.map((photo, i) => (
        <Preview
          key={photo.key}
          jpeg={photo.jpeg}
          label={t('removePhoto', { number: i + 1 })}
          remove={() => change(photos.filter((other) => other !== photo))}
        />
      ))}
      <label className={`patrol-file ${full ? 'is-off' : ''}`}>
        <input
          type="file"
          accept="image/*"
          capture="environment"
          disabled={full}
          onChange={(event) => void add(event)}
        />
        {t('takePhoto')}
      </label>
      <label className={`patrol-file ${full ? 'is-off' : ''}`}>
        <input
          type="file"
          accept="image/*"
          multiple
          data-testid="photos"
          disabled={full}
          onChange={(event) => void add(event)}
        />
        {t('addPhotos')}
      </label>
      {bad > 0 ? (
        <p className="patrol-alert" role="alert">
          {t('photoBad', { count: bad })}
        </p>
      ) : null}
    </fieldset>
  );
}

function Preview({ jpeg, label, remove }: { jpeg: Blob; label: string; remove: () => void }) {
  const url = useMemo(() => URL.createObjectURL(jpeg), [jpeg]);
  useEffect(() => () => URL.revokeObjectURL(url), [url]);
  return (
    <span className="patrol-preview">
      <img src={url} alt="" />
      <button type="button" className="is-square" aria-label={label} onClick={remove}>
        ✕
      </button>
    </span>
  );
}
