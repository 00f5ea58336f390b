// The configuration of an enrolled box as its server tells it: asked for at the start, when told to, and now and then.
import { deviceRoutes } from '@haixi/proto/devices/device-routes';
import { type SiteConfig as ToldConfig, siteConfigSchema } from '@haixi/proto/devices/site-config';
import type { Clock } from '../clock.js';
import { faultText, type Say } from '../line.js';
import { backoffMs, type Bounds } from '../retry.js';
import type { Box, Granted } from './box.store.js';
import { type Answer, askDoor } from './web-door.service.js';

/** While nobody says that it has changed. */
const askedEachMs = 10 * 60_000;

const bounds: Bounds = { firstMs: 2_000, lastMs: 5 * 60_000 };

export interface ToldConfigParts {
  readonly granted: Granted;
  readonly box: Box;
  readonly clock: Clock;
  readonly random: () => number;
  readonly say: Say;
  /** It is on the disk. */
  readonly changed: (told: ToldConfig) => void;
}

export class ToldConfigService {
  private told: string;
  private failedTries = 0;
  private isAsking = false;
  private again = false;
  private stopped = false;
  private stopTimer: () => void = () => {};

  /** `told`: what stood on the disk. */
  constructor(
    private readonly parts: ToldConfigParts,
    told: ToldConfig | null,
  ) {
    this.told = JSON.stringify(told);
  }

  /** It may have changed. */
  ask(): void {
    this.again = true;
    if (this.isAsking || this.stopped) return;
    this.stopTimer();
    this.again = false;
    this.isAsking = true;
    const { clock, random, say } = this.parts;
    void this.askOnce()
      .catch(faultText)
      .then((fault) => {
        this.isAsking = false;
        if (this.stopped) return;
        if (this.again) return this.ask();
        if (fault !== null) say('config_not_read', { why: fault });
        const waitMs = fault === null ? askedEachMs : backoffMs(this.failedTries, random(), bounds);
        this.failedTries = fault === null ? 0 : this.failedTries + 1;
        this.stopTimer = clock.after(waitMs, () => this.ask());
      });
  }

  stop(): void {
    this.stopped = true;
    this.stopTimer();
  }

  /** Null, or why it could not be read. */
  private async askOnce(): Promise<string | null> {
    const { granted, box, clock, say } = this.parts;
    const path = deviceRoutes.siteConfig.path.replace(':siteId', granted.siteId);
    const answer = await askDoor({ url: `${granted.web}${path}`, method: 'GET', login: granted }, clock);
    if (!answer.ok) return words(answer);
    const told = siteConfigSchema.parse(answer.json);
    if (told.siteId !== granted.siteId) return `it is of another site: ${told.siteId}`;
    const text = JSON.stringify(told);
    if (text === this.told || this.stopped) return null;
    await box.keepConfig(told);
    this.told = text;
    say('config_read', { version: told.version, cameras: told.cameras.length, buttons: told.buttons.length });
    this.parts.changed(told);
    return null;
  }
}

function words({ status, code, todo }: Extract<Answer, { ok: false }>): string {
  if (code === 'key_revoked') return 'the server has withdrawn the key of this site';
  return `${status || ''} ${code} ${todo}`.trim();
}
