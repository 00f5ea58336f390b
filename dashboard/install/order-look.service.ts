// A look at the camera of one's own order, for its installation; a first picture is told to the server, which ticks it off.
import type { Order } from '@haixi/proto/devices/orders';
import type { Queries } from '../api/queries';
import { createLook, type Look, type LookState } from '../video/look.service';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** What this browser has decoded in one view. */
export interface Decoded extends Size {
  readonly firstFrameMs: number;
}

export interface OrderLook extends Look {
  /** Null before the first picture. */
  decoded(): Decoded | null;
  /** A still has been drawn at this size: stills tell theirs only then. */
  stillDrawn(size: Size): void;
}

/** A look that has not been started. Needs a document. */
export function createOrderLook({ orderId, siteId, sourceId }: Order, queries: Queries): OrderLook {
  let view: { readonly viewId: string; readonly askedMonoMs: number } | null = null;
  let toldViewId: string | null = null;
  let decoded: Decoded | null = null;
  let still: Size | null = null;

  const look = createLook(
    // Why one looks is said by the route itself: for the installation.
    { siteId, sourceId, purpose: 'check', incidentId: null },
    {
      queries: {
        openView: async ({ as }) => {
          const askedMonoMs = performance.now();
          const asked = await queries.ask('openInstallView', { params: { orderId }, body: { as } });
          if (asked.ok) view = { viewId: asked.value.viewId, askedMonoMs };
          return asked;
        },
        endView: queries.endView,
        still: queries.still,
      },
      monoMs: () => performance.now(),
      random: Math.random,
      serverNowMs: Date.now,
      skewMs: () => 0,
    },
  );

  const seen = ({ pictured, as, facts }: LookState) => {
    const size = as === 'video' ? facts : still;
    if (!pictured || view === null || size === null || size.width === 0 || toldViewId === view.viewId) return;
    const { width, height } = size;
    decoded = { width, height, firstFrameMs: Math.round(performance.now() - view.askedMonoMs) };
    toldViewId = view.viewId;
    void tell(view.viewId, decoded);
  };

  const tell = async (viewId: string, what: Decoded) => {
    const asked = await queries.ask('tellDecoded', { params: { orderId }, body: { viewId, ...what } });
    // Told again with the next change of the picture.
    if (!asked.ok && asked.reason === 'unreachable') toldViewId = null;
  };

  // The first to be told, so that who reads after it finds what was decoded.
  look.subscribe(() => seen(look.state()));
  return {
    ...look,
    decoded: () => decoded,
    stillDrawn: (size) => {
      still = size;
      seen(look.state());
    },
  };
}
