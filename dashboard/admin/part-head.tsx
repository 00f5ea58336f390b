// The head of a part: its name, a box to find in it, and what can be begun.
import { Input } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

export interface PartHeadProps {
  readonly title: string;
  readonly find?: { readonly text: string; readonly set: (text: string) => void };
  readonly children?: ReactNode;
}

export function PartHead({ title, find, children }: PartHeadProps) {
  const { t } = useTranslation('admin');
  return (
    <div className="part-head">
      <h2>{title}</h2>
      {find === undefined ? null : (
        <Input
          className="part-find"
          allowClear
          aria-label={t('find')}
          placeholder={t('find')}
          value={find.text}
          onChange={(change) => find.set(change.target.value)}
        />
      )}
      <span className="part-keys">{children}</span>
    </div>
  );
}

/** Whether one of these texts has what is looked for. */
export function holds(find: string, ...texts: readonly (string | null)[]): boolean {
  const wanted = find.trim().toLowerCase();
  return wanted === '' || texts.some((text) => text?.toLowerCase().includes(wanted));
}
