// A page with one thing to say: loading, not signed in, not yours, failed.
import type { ReactNode } from 'react';

export function PlainPage({ title, text, children }: { title: string; text?: string; children?: ReactNode }) {
  return (
    <main className="plain-page">
      <h1>{title}</h1>
      {text === undefined ? null : <p>{text}</p>}
      {children}
    </main>
  );
}
