// The last net: a fault in drawing becomes a page that says so and offers a reload, never a white screen.
import { Component, type ReactNode } from 'react';
import { Translation } from 'react-i18next';
import { PlainPage } from './plain-page';

export class CrashBoundary extends Component<{ children: ReactNode }, { fault: string | null }> {
  override state = { fault: null };

  static getDerivedStateFromError(fault: unknown) {
    return { fault: String(fault) };
  }

  override render() {
    const { fault } = this.state;
    if (fault === null) return this.props.children;
    return (
      <Translation ns="app">
        {(t) => (
          <PlainPage title={t('crashed')} text={fault}>
            <button type="button" onClick={() => location.reload()}>
              {t('reload')}
            </button>
          </PlainPage>
        )}
      </Translation>
    );
  }
}
