// /audit: the log for its auditor; the areas first, for each has a log of its own.
import type { Area } from '@haixi/proto/live/picture';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../i18n/problem-words';
import { FailureNote } from '../store/failure-note';
import { HouseLook } from '../store/house-look';
import { PageBar } from '../store/page-bar';
import { useSession } from '../store/session-context';
import './audit.css';
import { LogPart } from './log-part';

export default function AuditPage() {
  const { t } = useTranslation('audit');
  const { ask } = useSession().queries;
  const [areas, setAreas] = useState<readonly Area[] | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  useEffect(() => {
    void ask('areas').then((asked) => {
      if (asked.ok) setAreas(asked.value.areas);
      else setFailure(asked);
    });
  }, [ask]);
  return (
    <HouseLook>
      <div className="audit">
        <PageBar title={t('title')} />
        <main>
          <p className="audit-help">{t('help')}</p>
          <FailureNote failure={failure} />
          {areas === null || areas.length === 0 ? (
            <p className="audit-help">{failure === null ? t('loading') : ''}</p>
          ) : (
            <LogPart areas={areas} />
          )}
        </main>
      </div>
    </HouseLook>
  );
}
