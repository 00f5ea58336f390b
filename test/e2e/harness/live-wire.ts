// The live websocket of a page in the hands of a test: every message can be rewritten on its way, in both directions.
import type { Page } from 'playwright-core';

type Rewrite = (message: string) => string;

/** How each direction is rewritten now; a test may change it at any time. */
export interface LiveWire {
  toServer: Rewrite;
  toPage: Rewrite;
  /** Ends the connection; the page makes another one. */
  cut(): Promise<void>;
}

/** To be called before the page is opened. */
export async function tapLive(page: Page): Promise<LiveWire> {
  let cut = async () => {};
  const wire: LiveWire = { toServer: asItIs, toPage: asItIs, cut: () => cut() };
  await page.routeWebSocket(/\/live\//, (near) => {
    const far = near.connectToServer();
    cut = async () => {
      await Promise.all([far.close(), near.close()]);
    };
    near.onMessage((message) => far.send(rewritten(message, wire.toServer)));
    far.onMessage((message) => near.send(rewritten(message, wire.toPage)));
  });
  return wire;
}

function rewritten(message: string | Buffer, by: Rewrite): string | Buffer {
  return typeof message === 'string' ? by(message) : message;
}

function asItIs(message: string): string {
  return message;
}
