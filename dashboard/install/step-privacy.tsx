// Step 5: what the camera must not show is drawn on its picture, or said to be nothing; then what the box made of it, and its cost.
import type { Check } from '@haixi/proto/devices/orders';
import { useReducer } from 'react';
import { useTranslation } from 'react-i18next';
import { maskingCost } from './check-said';
import { filledIn, withFields } from './kept';
import { OrderPicture } from './order-picture';
import type { StepProps } from './order-steps';
import { Refusal } from './refusal';
import { useKeeper } from './use-keeper';
import { waitingFor } from './waiting-for';
import { ZoneEditor } from './zone-editor';
import { draw, drawingOf, privacyOf } from './zones';

export function StepPrivacy({ progress }: StepProps) {
  const { t } = useTranslation('install');
  const { keep } = useKeeper();
  const { order, kept, checks } = progress;
  const { privacy } = filledIn(order, kept);
  const [drawing, act] = useReducer(draw, privacy ?? [], drawingOf);
  const drawn = privacyOf(drawing);
  const isSame = privacy !== undefined && JSON.stringify(drawn) === JSON.stringify(privacy);
  const hasPicture = waitingFor(order, checks).for === 'picture';
  const put = (zones: typeof drawn) => void keep(order.orderId, (now) => withFields(now, { privacy: zones }));
  if (order.state === 'accepted')
    return <p className="install-good">✓ {t('zonesCount', { count: privacy?.length ?? 0 })}</p>;
  return (
    <>
      <p>{t('zonesHelp')}</p>
      {hasPicture ? (
        <>
          <OrderPicture order={order} over={<ZoneEditor drawing={drawing} draw={act} />} />
          <p className="install-quiet">{t('zonesTap')}</p>
          <div className="install-row">
            <button type="button" disabled={drawing.open.length < 3} onClick={() => act({ do: 'close' })}>
              {t('zoneClose')}
            </button>
            <button type="button" disabled={drawing.past.length === 0} onClick={() => act({ do: 'undo' })}>
              ↶ {t('zoneUndo')}
            </button>
            <button type="button" onClick={() => act({ do: 'box' })}>
              ▭ {t('zoneBox')}
            </button>
          </div>
          <p className="install-quiet install-keys">{t('zoneKeys')}</p>
        </>
      ) : (
        <p className="install-amber" role="status">
          ○ {t('zonesNoPicture')}
        </p>
      )}
      {drawing.zones.length > 0 ? (
        <ul className="install-zone-list">
          {drawing.zones.map((_, i) => (
            <li key={i}>
              <span>▰ {t('zoneName', { n: i + 1 })}</span>
              <button
                type="button"
                aria-label={t('zoneDelete', { n: i + 1 })}
                onClick={() => act({ do: 'delete', zone: i })}
              >
                ✕
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      {drawing.open.length > 0 ? <p className="install-amber">! {t('zonesOpen')}</p> : null}
      {drawn.length > 0 || (privacy?.length ?? 0) > 0 ? (
        <button
          type="button"
          className={isSame ? '' : 'is-main'}
          disabled={isSame || drawing.open.length > 0}
          onClick={() => put(drawn)}
        >
          {isSame ? `✓ ${t('zonesSaved')}` : t('zonesSave')}
        </button>
      ) : (
        <button
          type="button"
          className={privacy === undefined ? 'is-main' : ''}
          disabled={privacy !== undefined || drawing.open.length > 0}
          onClick={() => put([])}
        >
          {privacy === undefined ? t('zonesNone') : `✓ ${t('zonesNoneKept')}`}
        </button>
      )}
      {kept.fields?.refused ? <Refusal failed={kept.fields.refused} /> : null}
      {isSame && drawn.length > 0 ? (
        <Burnt zones={drawn.length} check={checks?.find(({ check }) => check === 'privacy') ?? null} />
      ) : null}
    </>
  );
}

/** What the box made of the zones, and what it costs there. */
function Burnt({ zones, check }: { zones: number; check: Check | null }) {
  const { t } = useTranslation('install');
  if (check?.state !== 'ok' && check?.state !== 'warn')
    return (
      <p className="install-amber" role="status">
        ○ {t('zonesWaiting', { count: zones })}
      </p>
    );
  const percent = maskingCost(check.detail);
  return (
    <p className="install-good" role="status" data-testid="zones-burnt">
      ✓ {t('zonesBurnt', { count: zones })} ·{' '}
      {percent === null ? t('zonesCostUnknown') : t('zonesCost', { percent })}
      <br />
      {t('zonesMasked')}
    </p>
  );
}
