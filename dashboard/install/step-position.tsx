// Step 2: where the camera stands, by the phone's receiver, by the map or by numbers; and whether that is where it was meant.
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { takenPositionSchema } from '@haixi/proto/devices/orders';
import { metresBetween } from '@haixi/proto/devices/placing';
import type { z } from 'zod';
import { useAstrayWords } from './astray-words';
import { toWgs84 } from './datum';
import { filledIn, withFields } from './kept';
import type { StepProps } from './order-steps';
import { PlaceMap } from './place-map';
import { Refusal } from './refusal';
import { astrayOf, needsReason, type Progress } from './steps';
import { TypedPosition } from './typed-position';
import { type Here, useHere } from './use-here';
import { useKeeper } from './use-keeper';

export type Taken = z.output<typeof takenPositionSchema>;

/** Beyond this a receiver's word is worth a second look, in metres. */
const poorM = 30;

export function StepPosition({ progress }: StepProps) {
  const { t } = useTranslation('install');
  const { keep } = useKeeper();
  const { order, kept, area } = progress;
  const here = useHere(true);
  const { taken, positionReason } = filledIn(order, kept);
  const at = taken === undefined ? null : toWgs84(taken.position, taken.datum);
  const take = (next: Taken) =>
    void keep(order.orderId, (now) => {
      const moved = withFields(now, { taken: next });
      // A reason for having been astray is none for a place that is not.
      const isFine = !needsReason(astrayOf({ ...progress, kept: moved }));
      return isFine && positionReason !== undefined ? withFields(moved, { positionReason: '' }) : moved;
    });
  const takeHere = () => {
    if (here.fix === null) return;
    take({ position: here.fix.position, datum: 'wgs84', accuracyM: here.fix.accuracyM });
  };
  const isFixed = order.state === 'accepted';
  return (
    <>
      {isFixed ? null : (
        <>
          <button type="button" className="is-main" disabled={here.fix === null} onClick={takeHere}>
            ◎ {t('takeHere')}
          </button>
          <HereWords here={here} />
          <p className="install-quiet">{t('mapHelp')}</p>
        </>
      )}
      <PlaceMap
        at={at}
        accuracyM={taken?.accuracyM ?? null}
        order={order}
        area={area}
        pick={isFixed ? null : (position) => take({ position, datum: 'wgs84', accuracyM: null })}
      />
      <PositionFacts progress={progress} />
      <Reason progress={progress} />
      {kept.fields?.refused ? <Refusal failed={kept.fields.refused} /> : null}
      {isFixed ? null : (
        <TypedPosition
          known={here.fix?.position ?? order.plan?.position ?? null}
          use={(next) => {
            take(next);
          }}
        />
      )}
    </>
  );
}

function HereWords({ here }: { here: Here }) {
  const { t } = useTranslation('install');
  if (here.state === 'denied') return <p className="install-amber">! {t('hereDenied')}</p>;
  if (here.state === 'unavailable') return <p className="install-amber">! {t('hereUnavailable')}</p>;
  if (here.fix === null) return <p role="status">{t('hereAsking')}</p>;
  const { accuracyM } = here.fix;
  return (
    <p className={accuracyM > poorM ? 'install-amber' : 'install-quiet'}>
      {t('hereAccuracy', { m: accuracyM })}
      {accuracyM > poorM ? ` · ${t('herePoor')}` : ''}
    </p>
  );
}

function PositionFacts({ progress }: { progress: Progress }) {
  const { t } = useTranslation(['install', 'vocabulary']);
  const { order, kept, area } = progress;
  const { taken } = filledIn(order, kept);
  if (taken === undefined) return <p role="status">{t('noPosition')}</p>;
  const at = toWgs84(taken.position, taken.datum);
  const found = astrayOf(progress);
  const fromPlanM = order.plan === null ? null : Math.round(metresBetween(order.plan.position, at));
  const inArea =
    area?.outline == null
      ? t('inAreaUnknown', { area: order.areaName })
      : area.illustrative
        ? t('inAreaIllustrative', { area: order.areaName })
        : t(found?.outside ? 'inAreaNo' : 'inAreaYes', { area: order.areaName });
  const { lon, lat } = taken.position;
  return (
    <dl className="install-facts" data-testid="position-facts">
      <div>
        <dt>{t('coordinates')}</dt>
        <dd>
          <code>
            {lon.toFixed(6)}, {lat.toFixed(6)}
          </code>{' '}
          {t(`vocabulary:datum.${taken.datum}`)}
          <br />
          {taken.accuracyM === null ? t('sourceHand') : t('sourceGps', { m: Math.round(taken.accuracyM) })}
        </dd>
      </div>
      <div className={found?.tooFarM == null ? '' : 'is-wrong'}>
        <dt>{t('fromPlan')}</dt>
        <dd>
          {fromPlanM === null ? (
            t('noPlan')
          ) : (
            <>
              {found?.tooFarM == null ? '✓' : '!'}{' '}
              {t('fromPlanValue', { m: fromPlanM, limit: order.plan?.withinM ?? 0 })}
            </>
          )}
        </dd>
      </div>
      <div className={found?.outside ? 'is-wrong' : ''}>
        <dt>{t('inArea')}</dt>
        <dd>
          {area?.outline == null || area.illustrative ? '' : found?.outside ? '! ' : '✓ '}
          {inArea}
        </dd>
      </div>
    </dl>
  );
}

/** Asked where the place is not where it was meant. */
function Reason({ progress }: { progress: Progress }) {
  const { t } = useTranslation('install');
  const { keep } = useKeeper();
  const words = useAstrayWords();
  const id = useId();
  const { order, kept } = progress;
  const { positionReason = '' } = filledIn(order, kept);
  const [text, setText] = useState(positionReason);
  const found = astrayOf(progress);
  if (found === null || !needsReason(found)) return null;
  return (
    <div className="install-form">
      <p className="install-amber" role="alert">
        ! {words(found, order.areaName, order.plan?.withinM ?? 0)}
      </p>
      <label htmlFor={id}>{t('reasonAsk')}</label>
      <textarea
        id={id}
        rows={2}
        maxLength={200}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={() =>
          text.trim() === positionReason
            ? undefined
            : void keep(order.orderId, (now) => withFields(now, { positionReason: text.trim() }))
        }
      />
      <small>{t('reasonHelp')}</small>
    </div>
  );
}
