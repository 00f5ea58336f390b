// A camera for tests of what is behind the tee: a film that ffmpeg makes while it is watched, at the pace of a camera.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { CameraReading } from '@haixi/proto/mqtt/messages';
import { Tee } from '../streams/tee.js';

export interface Filmed {
  /** A source of ffmpeg's lavfi. */
  readonly source?: string;
  readonly codec?: string;
  /** Further options of the encoder. */
  readonly options?: string;
}

const testPicture = 'testsrc=s=640x360:r=25';

export class TeeCamera {
  readonly tee = new Tee();
  /** Old enough for options that every version knows. */
  readonly major = 5;
  reading: Pick<CameraReading, 'codec' | 'state' | 'fault' | 'width' | 'height' | 'kbps'> = {
    codec: null,
    state: 'starting',
    fault: null,
    width: null,
    height: null,
    kbps: null,
  };
  private child: ChildProcess | null = null;

  /** Films until `end`. */
  film({ source = testPicture, codec = 'libx264', options = '-g 25' }: Filmed = {}): void {
    const made =
      `-v error -re -f lavfi -i ${source} -pix_fmt yuv420p -c:v ${codec} -preset ultrafast ${options}` +
      ' -muxdelay 0 -muxpreload 0 -flush_packets 1 -mpegts_flags +pat_pmt_at_frames -f mpegts pipe:1';
    const child = spawn('ffmpeg', made.split(/ +/), { stdio: ['ignore', 'pipe', 'ignore'] });
    child.stdout.on('data', (chunk: Buffer) => this.tee.take(chunk, Date.now()));
    this.child = child;
    this.reading = {
      ...this.reading,
      codec: codec === 'libx265' ? 'hevc' : 'h264',
      state: 'ok',
      fault: null,
    };
  }

  /** The camera is gone: its ffmpeg has ended. */
  async end(): Promise<void> {
    const { child } = this;
    if (!child) return;
    this.child = null;
    child.kill('SIGKILL');
    await once(child, 'close');
    this.reading = { ...this.reading, state: 'lost', fault: 'the stream has ended' };
    this.tee.reset();
  }
}
