// An ffmpeg for tests of many or of odd cameras: it writes what the test says, and ends when it is killed or told to.
import type { End, Listener, RunningFfmpeg } from '../sources/camera/ffmpeg.service.js';
import { frameBytes } from '../sources/camera/notice/frame.js';

export class FakeFfmpeg implements RunningFfmpeg {
  readonly ended: Promise<End>;
  isRunning = true;
  private end: (end: End) => void = () => {};
  private dtsMs = 0;
  private noise = 7;

  constructor(
    readonly args: readonly string[],
    private readonly listener: Listener,
  ) {
    this.ended = new Promise((done) => {
      this.end = done;
    });
  }

  /** The stream begins: an H.264 of 640×360. */
  begin(): void {
    for (const text of ['#tb 0: 1/1000', '#codec_id 0: h264', '#dimensions 0: 640x360'])
      this.listener.packet(text);
  }

  /** One packet, so long after the last one by the camera's clock. */
  packet(afterMs: number, isKey: boolean): void {
    this.dtsMs += afterMs;
    this.listener.packet(`0, ${this.dtsMs}, ${this.dtsMs}, 1, 1000, 0x1${isKey ? '' : ', F=0x0'}`);
  }

  /** A picture with much in it, with the noise that every camera has. */
  picture(): void {
    this.noise = (this.noise * 16_807) % 2_147_483_647;
    let noise = this.noise;
    const grey = Uint8Array.from({ length: frameBytes }, (_, at) => {
      noise = (noise * 48_271) % 2_147_483_647;
      return 40 + ((at >> 3) % 5) * 30 + (noise % 11);
    });
    this.listener.frame(Buffer.from(grey));
  }

  words(line: string): void {
    this.listener.words(line);
  }

  /** It ends by itself; 0 is the end of the stream. */
  finish(code: number): void {
    this.isRunning = false;
    this.end({ code, signal: null, error: null });
  }

  kill(): void {
    this.isRunning = false;
    this.end({ code: null, signal: 'SIGKILL', error: null });
  }
}
