// What one camera notices: grey frames, loudness and silence go in, alarms come out, each once for one event (pure).
import type { PictureState } from '@haixi/proto/mqtt/messages';
import { decide, type Picture, startPicture } from './decide.js';
import { frameStats } from './frame.js';
import type { NoticeConfig } from './notice-config.js';
import type { Noticed } from './noticed.js';
import { Sound } from './sound.js';

/** All times are on one clock that only runs forward, in milliseconds. */
export class Notice {
  private picture: Picture;
  private isArmed = false;
  private readonly sound: Sound;
  private nowMs: number;

  /** `startedAtMs`: a camera that shows nothing from then on is lost after 30 s. */
  constructor(
    private readonly config: NoticeConfig,
    startedAtMs: number,
  ) {
    this.picture = startPicture(startedAtMs);
    this.sound = new Sound(config.sound);
    this.nowMs = startedAtMs;
  }

  /** Takes one small grey frame of `frameBytes` bytes. */
  frame(grey: Uint8Array, atMs: number): Noticed[] {
    const { picture, alarm } = decide(this.picture, { frame: frameStats(grey), atMs });
    this.picture = picture;
    return alarm ? [{ kind: alarm, atMs }] : [];
  }

  /** Takes the loudness of the last moment, in dB of full scale; `-Infinity` is digital silence. */
  loudness(db: number, atMs: number): Noticed[] {
    this.nowMs = atMs;
    const { on, aboveDb } = this.config.sound;
    if (!this.sound.take(db, atMs, this.isArmed && on)) return [];
    return [{ kind: 'sound', atMs, note: `${Math.round(db)} dB, threshold ${aboveDb} dB` }];
  }

  /** To be asked each 500 ms: tells of what only time can tell, a picture that has gone or stands still. */
  quiet(atMs: number): Noticed[] {
    this.nowMs = atMs;
    const { picture, alarm } = decide(this.picture, { frame: null, atMs });
    this.picture = picture;
    return alarm ? [{ kind: alarm, atMs }] : [];
  }

  /** Motion and sound are alarms only while the site is armed; the others always. */
  armed(isArmed: boolean): void {
    if (isArmed && !this.isArmed) this.sound.rearm();
    this.isArmed = isArmed;
  }

  get state(): PictureState {
    return this.picture.state;
  }

  /** Loudness over the last seconds, or null where no sound comes. */
  get soundDb(): number | null {
    return this.sound.loudestDb(this.nowMs);
  }
}
