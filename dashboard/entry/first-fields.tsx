// Who the first administrator is, and what the area is called.
import { signInNameSchema } from '@haixi/proto/accounts/accounts';
import { idSchema } from '@haixi/proto/basics';
import { useTranslation } from 'react-i18next';
import { Field } from './field';

export interface First {
  readonly name: string;
  readonly signInName: string;
  readonly areaName: string;
  readonly areaNameEn: string;
  readonly areaId: string;
}
export const noFirst: First = { name: '', signInName: '', areaName: '', areaNameEn: '', areaId: '' };

export interface FirstFieldsProps {
  readonly first: First;
  /** Whether it was tried to send it: what is missing is told from then on. */
  readonly tried: boolean;
  readonly onChange: (first: First) => void;
}

export function FirstFields({ first, tried, onChange }: FirstFieldsProps) {
  const { t } = useTranslation('entry');
  const missing = (text: string) => (tried && text.trim() === '' ? t('needed') : null);
  const wrong = (text: string, good: boolean, hint: string) =>
    missing(text) ?? (text !== '' && !good && tried ? t('badForm', { hint }) : null);
  const text = (key: keyof First, more: { maxLength: number; placeholder?: string; latin?: boolean }) => ({
    value: first[key],
    maxLength: more.maxLength,
    placeholder: more.placeholder,
    ...(more.latin ? { autoCapitalize: 'none', spellCheck: false } : {}),
    onChange: (change: { target: { value: string } }) => onChange({ ...first, [key]: change.target.value }),
  });
  return (
    <>
      <fieldset>
        <legend>{t('firstArea')}</legend>
        <Field label={t('areaName')} fault={missing(first.areaName)}>
          {(ids) => (
            <input {...ids} {...text('areaName', { maxLength: 64, placeholder: t('areaNameHint') })} />
          )}
        </Field>
        <Field label={t('areaNameEn')}>
          {(ids) => <input {...ids} {...text('areaNameEn', { maxLength: 64 })} />}
        </Field>
        <Field
          label={t('areaId')}
          hint={t('areaIdHint')}
          fault={wrong(first.areaId, idSchema.safeParse(first.areaId).success, t('areaIdHint'))}
        >
          {(ids) => <input {...ids} {...text('areaId', { maxLength: 32, latin: true })} />}
        </Field>
      </fieldset>
      <fieldset>
        <legend>{t('firstPerson')}</legend>
        <Field label={t('yourName')} fault={missing(first.name)}>
          {(ids) => <input {...ids} autoComplete="name" {...text('name', { maxLength: 64 })} />}
        </Field>
        <Field
          label={t('signInName')}
          hint={t('signInNameHint')}
          fault={wrong(
            first.signInName,
            signInNameSchema.safeParse(first.signInName).success,
            t('signInNameHint'),
          )}
        >
          {(ids) => (
            <input {...ids} autoComplete="username" {...text('signInName', { maxLength: 32, latin: true })} />
          )}
        </Field>
      </fieldset>
    </>
  );
}
