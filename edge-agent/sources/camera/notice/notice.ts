// What one camera notices: grey frames, loudness and silence go in, alarms come out, each once for one event (pure).
import type { PictureState } from '@haixi/proto/mqtt/messages';
import { decide, type Looks, type Picture, type Seen, startPicture } from './decide.js';
import { Detail } from './detail.js';
import { Motion } from './motion.js';
import type { NoticeConfig } from './notice-config.js';
import type { Noticed } from './noticed.js';
import { looksCovered, Moved } from './moved.js';
import { Silence } from './silence.js';
import { Sound } from './sound.js';
import { Stillness } from './stillness.js';
import { View } from './view.js';

/** All times are on one clock that only runs forward, in milliseconds. */
export class Notice {
  private picture: Picture;
  private isArmed = false;
  private nowMs: number;
  private readonly detail = new Detail();
  private readonly view = new View();
  private readonly moved: Moved;
  private readonly motion: Motion;
  private readonly stillness: Stillness;
  private readonly silence: Silence;
  private readonly sound: Sound;

  /** `startedAtMs`: a camera that shows nothing from then on is lost after 30 s. */
  constructor(
    private readonly config: NoticeConfig,
    startedAtMs: number,
  ) {
    this.nowMs = startedAtMs;
    this.picture = startPicture(startedAtMs);
    this.moved = new Moved(config.moved);
    this.motion = new Motion(config);
    this.stillness = new Stillness(config.frozen);
    this.silence = new Silence(config.lost, startedAtMs);
    this.sound = new Sound(config.sound);
  }

  /** Takes one small grey frame of `frameBytes` bytes, at any pace from one a second on. */
  frame(grey: Uint8Array, atMs: number): Noticed[] {
    this.nowMs = atMs;
    this.silence.frame(atMs);
    this.detail.take(grey);
    const likeness = this.view.take(this.detail, atMs);
    const isCovered = looksCovered(likeness, this.picture.looks === 'covered');
    const looks: Looks = isCovered ? 'covered' : this.stillness.take(grey, atMs) ? 'frozen' : 'clear';
    const noticed = this.view.isKnown ? this.decide({ looks, atMs }) : [];
    const isElsewhere = this.moved.take(likeness, atMs);
    if (isElsewhere) {
      this.view.accept();
      if (this.config.moved.on && this.picture.everOk) noticed.push({ kind: 'scene-moved', atMs });
    }
    const counts = this.isArmed && this.config.motion.on && this.picture.state === 'ok';
    const isItself = looks === 'clear' && (likeness.same ?? 1) >= 0.5;
    for (const { name } of this.motion.take(this.detail, atMs, { counts, isItself })) {
      noticed.push({ kind: 'motion', atMs, ...(name === null ? {} : { zone: name }) });
    }
    return noticed;
  }

  /** Takes the loudness of the last moment, in dB of full scale; `-Infinity` is digital silence. */
  loudness(db: number, atMs: number): Noticed[] {
    this.nowMs = atMs;
    const { on, aboveDb } = this.config.sound;
    if (!this.sound.take(db, atMs, this.isArmed && on)) return [];
    return [{ kind: 'sound', atMs, note: `${Math.round(db)} dB, threshold ${aboveDb} dB` }];
  }

  /** To be asked each 500 ms: tells of what only time can tell, a picture that comes no longer. */
  quiet(atMs: number): Noticed[] {
    this.nowMs = atMs;
    return this.decide({ looks: null, isLost: this.silence.look(atMs), atMs });
  }

  /** Motion and sound are alarms only while the site is armed; the others always. */
  armed(isArmed: boolean): void {
    if (isArmed && !this.isArmed) {
      this.sound.rearm();
      this.motion.rearm();
    }
    this.isArmed = isArmed;
  }

  get state(): PictureState {
    return this.picture.state;
  }

  /** The loudest of the last seconds in dB of full scale, or null where no sound comes. */
  get soundDb(): number | null {
    return this.sound.loudestDb(this.nowMs);
  }

  private decide(seen: Seen): Noticed[] {
    const { picture, alarm } = decide(this.picture, seen, this.config.covered.forS * 1_000);
    this.picture = picture;
    const { covered, frozen, lost } = this.config;
    const wanted = { 'lens-covered': covered.on, 'picture-frozen': frozen.on, 'picture-lost': lost.on };
    return alarm && wanted[alarm] ? [{ kind: alarm, atMs: seen.atMs }] : [];
  }
}
