// One live tile on a screen: what it says of itself, and what its video element really shows, read from the pixels.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Locator, Page } from 'playwright-core';
import { bandBits } from '../../camera/films.js';
import { until } from './until.js';

/** What stands in a tile at one moment. */
export interface Seen {
  /** `data-says`: the kind of what the tile says of itself. */
  readonly says: string;
  readonly words: string;
  /** Seconds that the video has played; 0 without one. */
  readonly playedS: number;
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly dropped: number;
  /** The browser's own complaint about the video. */
  readonly error: string | null;
  /** The number in the band over the picture, by which a camera of the zoo is known; null without a picture. */
  readonly number: number | null;
  /** How bright the middle of the lower third is, 0–255; null without a picture. */
  readonly road: number | null;
  /** Address of the still that is shown in place of a video. */
  readonly stillUrl: string | null;
}

export interface LiveTile {
  readonly locator: Locator;
  seen(): Promise<Seen>;
  /** Waits until the tile says that it is live and its picture moves; gives the ms that took. */
  live(limitMs?: number): Promise<number>;
  /** Notes all that the tile says from now on, however short; what comes back gives it. */
  listen(): Promise<() => Promise<string>>;
  /** Looks each quarter of a second for so long. */
  watch(forMs: number): Promise<Seen[]>;
}

export function tileOf(page: Page, siteId: string, sourceId: string): LiveTile {
  const locator = page.locator(`[data-testid="video-tile"][data-camera="${siteId}/${sourceId}"]`);
  const seen = () => locator.evaluate(look, bandBits);
  return {
    locator,
    seen,
    live: async (limitMs = 30_000) => {
      const fromMs = performance.now();
      let before: Seen | null = null;
      await until(
        `the tile of ${siteId}/${sourceId} is live`,
        async () => {
          const now = await seen();
          const moves = before !== null && now.playedS !== before.playedS && now.playedS > 0;
          before = now;
          if (now.says === 'live' && moves) return true;
          throw new Error(`it says ${now.says}: ${now.words}`);
        },
        limitMs,
      );
      return performance.now() - fromMs;
    },
    listen: async () => {
      const heard = await locator.evaluateHandle((tile) => {
        const said = { words: tile.textContent ?? '' };
        const note = () => (said.words += `\n${tile.textContent}`);
        new MutationObserver(note).observe(tile, { subtree: true, childList: true, characterData: true });
        return said;
      });
      return () => heard.evaluate(({ words }) => words);
    },
    watch: async (forMs) => {
      const all = [await seen()];
      for (const endMs = performance.now() + forMs; performance.now() < endMs;) {
        await sleep(250);
        all.push(await seen());
      }
      return all;
    },
  };
}

/**
 * Hides the page from its person, or brings it back, as far as the page itself can tell: the driver keeps every page of
 * its browser visible, so the browser's own slowing down of hidden pages is not in this.
 */
export async function hide(page: Page, hidden: boolean): Promise<void> {
  await page.evaluate(
    (state) => {
      Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state });
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => state === 'hidden' });
      document.dispatchEvent(new Event('visibilitychange'));
    },
    hidden ? 'hidden' : 'visible',
  );
}

/** How bright a picture on the page is on the whole, 0–255. */
export function brightness(picture: Locator): Promise<number> {
  return picture.evaluate((img: HTMLImageElement) => {
    const context = new OffscreenCanvas(1, 1).getContext('2d')!;
    context.imageSmoothingQuality = 'high';
    context.drawImage(img, 0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data.subarray(0, 3)].reduce((sum, part) => sum + part, 0) / 3;
  });
}

/** Runs in the page. */
function look(tile: HTMLElement | SVGElement, bits: number): Seen {
  const video = tile.querySelector('video');
  const still = tile.querySelector('img');
  const quality = video?.getVideoPlaybackQuality();
  const { number, road } = read(video?.videoWidth ? video : still);
  return {
    says: tile.getAttribute('data-says') ?? '',
    words: tile.textContent ?? '',
    playedS: video?.currentTime ?? 0,
    width: video?.videoWidth || still?.naturalWidth || 0,
    height: video?.videoHeight || still?.naturalHeight || 0,
    frames: quality?.totalVideoFrames ?? 0,
    dropped: quality?.droppedVideoFrames ?? 0,
    error: video?.error ? `${video.error.code} ${video.error.message}` : null,
    number,
    road,
    stillUrl: still?.src ?? null,
  };

  function read(picture: HTMLVideoElement | HTMLImageElement | null) {
    const context = picture && new OffscreenCanvas(bits, 3).getContext('2d', { willReadFrequently: true });
    if (!picture || !context) return { number: null, road: null };
    context.imageSmoothingQuality = 'high';
    context.drawImage(picture, 0, 0, bits, 3);
    const { data } = context.getImageData(0, 0, bits, 3);
    const light = (x: number, y: number) =>
      [0, 1, 2].reduce((sum, part) => sum + data[(y * bits + x) * 4 + part]!, 0) / 3;
    const band = Array.from({ length: bits }, (_, x) => light(x, 0) > 110);
    return {
      number: band.reduce((all, bit) => all * 2 + Number(bit), 0),
      road: Math.round(light((bits - 1) / 2, 2)),
    };
  }
}
