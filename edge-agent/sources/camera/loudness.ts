// How loud it is at a camera: four levels a second out of the small channel of numbers that ffmpeg makes of its sound.

/** Samples a second that ffmpeg is asked for: speech, glass and shouts are all in it. */
export const soundRate = 8_000;

/** A level is of so many: short enough for a pane of glass. */
const samplesALevel = soundRate / 4;

const fullScale = 32_768;
const sampleBytes = 2;

export class Loudness {
  private rest: Buffer = Buffer.alloc(0);
  private squares = 0;
  private samples = 0;

  /** Takes 16-bit samples, cut anywhere; answers the levels that have become whole, in dB of full scale. */
  take(chunk: Buffer): number[] {
    const bytes = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    const levels: number[] = [];
    let at = 0;
    for (; at + sampleBytes <= bytes.length; at += sampleBytes) {
      const level = bytes.readInt16LE(at) / fullScale;
      this.squares += level * level;
      this.samples += 1;
      if (this.samples === samplesALevel) levels.push(this.level());
    }
    this.rest = bytes.subarray(at);
    return levels;
  }

  /** `-Infinity` is digital silence. */
  private level(): number {
    const level = 10 * Math.log10(this.squares / this.samples);
    this.squares = 0;
    this.samples = 0;
    return level;
  }
}
