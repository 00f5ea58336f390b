// One field of a form: its name, what it wants, and what is wrong with it, tied together for who can't see them.
import { type ReactNode, useId } from 'react';

export interface FieldProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly fault?: string | null | undefined;
  readonly children: (ids: { id: string; 'aria-describedby': string; 'aria-invalid': boolean }) => ReactNode;
}

export function Field({ label, hint, fault, children }: FieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({ id, 'aria-describedby': `${id}-about`, 'aria-invalid': Boolean(fault) })}
      <div id={`${id}-about`} className="field-about">
        {fault ? <p className="field-fault">✕ {fault}</p> : null}
        {hint === undefined ? null : <p>{hint}</p>}
      </div>
    </div>
  );
}
