// The bar that says which sites are on test and until when: while it stands, an alarm of theirs rings nobody (N5).
import type { Picture } from '@haixi/proto/live/picture';
import { useTranslation } from 'react-i18next';
import { clockTime } from '../i18n/times';
import type { Names } from '../store/names';

/** So many are named; the list of sites has them all. */
const namedMax = 3;

export interface TestBarProps {
  readonly sites: Picture['sites'];
  readonly names: Names;
  readonly onSelectSite: (siteId: string) => void;
}

export function TestBar({ sites, names, onSelectSite }: TestBarProps) {
  const { t } = useTranslation('console');
  const onTest = Object.values(sites)
    .flatMap(({ siteId, onTestUntilMs }) => (onTestUntilMs === null ? [] : [{ siteId, onTestUntilMs }]))
    .toSorted((a, b) => a.onTestUntilMs - b.onTestUntilMs);
  if (onTest.length === 0) return null;
  return (
    <div className="bar test" role="status" data-testid="test-bar">
      <span aria-hidden="true">◈ </span>
      {t('testBar', { count: onTest.length })}
      {onTest.slice(0, namedMax).map(({ siteId, onTestUntilMs }) => (
        <button key={siteId} type="button" onClick={() => onSelectSite(siteId)}>
          {t('testUntil', { site: names.site(siteId), time: clockTime(onTestUntilMs) })}
        </button>
      ))}
      {onTest.length > namedMax ? ` ${t('testMore', { count: onTest.length - namedMax })}` : null}
    </div>
  );
}
