// The streams of one site: begun when the server asks for one, ended when it asks or goes away; one a camera (rule V1).
import { publishPath, streamedCodecs } from '@haixi/proto/media/media';
import type { Privacy } from '@haixi/proto/devices/site-config';
import type { CameraReading, SiteReply } from '@haixi/proto/mqtt/messages';
import type { Clock } from '../clock.js';
import type { Say } from '../line.js';
import { sentCodec } from './burnt.js';
import type { Places } from './places.js';
import { Publisher } from './publisher.service.js';
import type { Tee } from './tee.js';

/** What is asked of a camera. */
export interface Streamed {
  readonly tee: Tee;
  readonly reading: Pick<CameraReading, 'codec' | 'state' | 'fault' | 'width' | 'height' | 'kbps'>;
  /** Major version of the ffmpeg that has opened it; null before. */
  readonly major: number | null;
}

export interface StreamsParts {
  readonly siteId: string;
  /** Origin of the server's web address; null where the configuration has none. */
  readonly web: string | null;
  readonly camera: (sourceId: string) => Streamed | undefined;
  /** The places of a camera's picture that nobody may see. */
  readonly zones: (sourceId: string) => Privacy;
  readonly places: Places;
  readonly clock: Clock;
  readonly say: Say;
  /** A stream has begun or ended: a reading is due. */
  readonly changed: () => void;
}

interface Sending {
  readonly publisher: Publisher;
  readonly leave: () => void;
  isOpen: boolean;
}

export class Streams {
  private readonly sending = new Map<string, Sending>();
  /** Those that have ended and whose ffmpeg may not be gone yet. */
  private readonly ending = new Set<Promise<string>>();

  constructor(private readonly parts: StreamsParts) {}

  /**
   * Begins to send a camera's video, or says why not. The server asks anew only when it has no stream, so one that is
   * on its way gives way to the newer ticket. `done` where only the key frame is missing: it is waited for.
   */
  start(sourceId: string, ticket: string): SiteReply['result'] {
    const { siteId, web, camera: find, places, clock } = this.parts;
    const camera = find(sourceId);
    if (!camera) return 'unknown_source';
    if (web === null) return 'no_way';
    const { codec, state, fault } = camera.reading;
    const zones = this.parts.zones(sourceId);
    if (codec !== null && !streamedCodecs.includes(sentCodec(codec, zones.length) ?? ''))
      return 'codec_not_sent';
    if (camera.tee.gop === null && (state === 'lost' || fault !== null)) return 'no_picture';
    this.drop(sourceId, 'the server has asked anew');
    const leave = places.take();
    if (!leave) return 'busy';
    const url = `${web.replace(/^http/, 'ws')}${publishPath(siteId, sourceId)}`;
    const publisher = new Publisher({
      tee: camera.tee,
      url,
      ticket,
      clock,
      burning: zones.length > 0 ? { ...camera.reading, zones, major: camera.major ?? 99 } : null,
      opened: () => this.opened(sourceId, publisher),
    });
    this.sending.set(sourceId, { publisher, leave, isOpen: false });
    const ended = publisher.ended.then((why) => this.ended(sourceId, publisher, why));
    this.ending.add(ended);
    void ended.finally(() => this.ending.delete(ended));
    return 'done';
  }

  /** Stops sending a camera's video; one that isn't sent is fine. */
  stop(sourceId: string): SiteReply['result'] {
    if (!this.parts.camera(sourceId)) return 'unknown_source';
    this.drop(sourceId, 'the server has asked for it');
    return 'done';
  }

  /** Ends a camera's stream at once, if there is one, whatever of it is still on its way. */
  end(sourceId: string, why: string): void {
    this.drop(sourceId, why, true);
  }

  endAll(why: string): void {
    for (const sourceId of this.sending.keys()) this.drop(sourceId, why, true);
  }

  /** The processes that burn in privacy zones now. */
  get encoders(): { sourceId: string; pid: number }[] {
    return [...this.sending].flatMap(
      ([
        sourceId,
        {
          publisher: { encoder },
        },
      ]) => (encoder === null ? [] : { sourceId, pid: encoder }),
    );
  }

  isSending(sourceId: string): boolean {
    return this.sending.get(sourceId)?.isOpen ?? false;
  }

  /** Ends all, and waits until no ffmpeg of theirs is left. */
  async stopAll(): Promise<void> {
    for (const sourceId of this.sending.keys()) this.drop(sourceId, 'the agent stops');
    await Promise.all(this.ending);
  }

  private drop(sourceId: string, why: string, atOnce = false): void {
    const sending = this.sending.get(sourceId);
    if (!sending) return;
    sending.leave();
    this.sending.delete(sourceId);
    sending.publisher.stop(why, atOnce);
  }

  private opened(sourceId: string, publisher: Publisher): void {
    const sending = this.sending.get(sourceId);
    if (sending?.publisher !== publisher) return;
    sending.isOpen = true;
    this.parts.say('stream_begun', { source: sourceId });
    this.parts.changed();
  }

  private ended(sourceId: string, publisher: Publisher, why: string): string {
    this.parts.say('stream_ended', { source: sourceId, why });
    if (this.sending.get(sourceId)?.publisher === publisher) this.drop(sourceId, why);
    this.parts.changed();
    return why;
  }
}
