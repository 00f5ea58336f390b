// How a place is astray, in words: how far from the plan, outside which area.
import type { Astray } from '@haixi/proto/devices/placing';
import { astray } from '@haixi/proto/devices/placing';
import { useTranslation } from 'react-i18next';
import { toWgs84 } from './datum';
import type { Scan } from './kept';
import type { Progress } from './steps';

export type AstrayWords = (found: Astray, areaName: string, limitM: number) => string;

/** Says what is astray; an empty text where nothing is. */
export function useAstrayWords(): AstrayWords {
  const { t } = useTranslation('install');
  return (found, areaName, limitM) =>
    [
      found.tooFarM === null ? '' : t('reasonFar', { m: Math.round(found.tooFarM), limit: limitM }),
      found.outside ? t('reasonOutside', { area: areaName }) : '',
    ]
      .filter((each) => each !== '')
      .join('；');
}

/** For the place of a scan; null where the phone can't tell. */
export function astrayWords(
  words: AstrayWords,
  { order, area }: Pick<Progress, 'order' | 'area'>,
  { taken }: Scan,
): string | null {
  if (taken === null) return null;
  const found = astray(toWgs84(taken.position, taken.datum), area, order.plan);
  return words(found, order.areaName, order.plan?.withinM ?? 0) || null;
}
