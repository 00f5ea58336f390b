// Choosing a text file of this machine; it is read here and goes nowhere until it is previewed.
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';

export interface FilePickProps {
  /** As `<input accept>` has it. */
  readonly accept: string;
  readonly onText: (text: string) => void;
}

export function FilePick({ accept, onText }: FilePickProps) {
  const { t } = useTranslation('admin');
  const id = useId();
  const [name, setName] = useState('');
  return (
    <span className="file-pick">
      <input
        id={id}
        type="file"
        accept={accept}
        onChange={(change) => {
          const file = change.target.files?.[0];
          if (file === undefined) return;
          setName(file.name);
          void file.text().then(onText);
          // The same file, mended, can be chosen again.
          change.target.value = '';
        }}
      />
      <label htmlFor={id}>{t('chooseFile')}</label>
      <span>{name}</span>
    </span>
  );
}
