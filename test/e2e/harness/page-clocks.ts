// The clocks of a page in the hands of a test: wall clock and steady clock can be moved, as a device's own are.
import type { Page } from 'playwright-core';

declare global {
  var pageClocks: { wallMs: number; steadyMs: number };
}

export interface PageClocks {
  /** Moves them by so many ms from where they are. */
  move(by: { readonly wallMs?: number; readonly steadyMs?: number }): Promise<void>;
}

/** To be called before the page is opened. `wrongByMs` is how far its wall clock is off from the beginning. */
export async function clocksOf(page: Page, wrongByMs = 0): Promise<PageClocks> {
  await page.addInitScript(makeMovable, wrongByMs);
  return {
    move: ({ wallMs = 0, steadyMs = 0 }) =>
      page.evaluate(
        ([wall, steady]) => {
          globalThis.pageClocks.wallMs += wall;
          globalThis.pageClocks.steadyMs += steady;
        },
        [wallMs, steadyMs] as const,
      ),
  };
}

/** Runs in the page, before its own scripts. */
function makeMovable(wrongByMs: number): void {
  /** A page looks at its clock several times a second. */
  const asleepAfterMs = 5_000;
  const clocks = { wallMs: wrongByMs, steadyMs: 0 };
  globalThis.pageClocks = clocks;
  const RealDate = Date;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args: unknown[], self) =>
      Reflect.construct(target, args.length === 0 ? [RealDate.now() + clocks.wallMs] : args, self) as object,
    get: (target, name, self) =>
      name === 'now' ? () => RealDate.now() + clocks.wallMs : (Reflect.get(target, name, self) as unknown),
  });
  // A machine that sleeps stops its steady clock: to the page it is as if no time had passed.
  const steady = performance.now.bind(performance);
  let lastMs = steady();
  performance.now = () => {
    const nowMs = steady();
    if (nowMs - lastMs > asleepAfterMs) clocks.steadyMs -= nowMs - lastMs;
    lastMs = nowMs;
    return nowMs + clocks.steadyMs;
  };
  // A receiver tells its times by the device's clock.
  const watch = navigator.geolocation.watchPosition.bind(navigator.geolocation);
  navigator.geolocation.watchPosition = (found, ...rest) =>
    watch(
      ({ coords, timestamp }) => {
        found({ coords, timestamp: timestamp + clocks.wallMs } as GeolocationPosition);
      },
      ...rest,
    );
}
