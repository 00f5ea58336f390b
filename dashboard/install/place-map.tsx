// The map of one camera, small enough for a phone: its place is picked on it, or the way it looks is turned.
import type { Position } from '@haixi/proto/basics';
import type { Order } from '@haixi/proto/devices/orders';
import type { Area } from '@haixi/proto/live/picture';
import { useLanguage } from '../i18n/use-language';
import { PickMap, type PickLook } from '../map/pick-map';

interface Props {
  /** All positions in WGS-84. */
  readonly at: Position | null;
  readonly accuracyM: number | null;
  readonly order: Order;
  readonly area: Area | null;
  /** Null where the place is not to be moved. */
  readonly pick: ((position: Position) => void) | null;
  readonly view?: PickLook;
  /** Null where the view is not to be turned. */
  readonly turn?: ((headingDeg: number) => void) | null;
}

const noAreas: readonly Area[] = [];

export function PlaceMap({ at, accuracyM, order, area, pick, view, turn }: Props) {
  const lang = useLanguage();
  return (
    <div className="install-map">
      <PickMap
        // A new map where it may be moved from now on: the handles are made with it.
        key={`${pick === null} ${turn == null}`}
        lang={lang}
        areas={area === null ? noAreas : [area]}
        position={at}
        accuracyM={accuracyM}
        plan={order.plan}
        {...(pick === null ? {} : { onPosition: pick })}
        {...(view === undefined ? {} : { look: view })}
        {...(turn == null ? {} : { onHeading: turn })}
      />
    </div>
  );
}
