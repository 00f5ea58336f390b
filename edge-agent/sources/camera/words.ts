// What ffmpeg says of itself on stderr: what comes in, a change of size, and its errors, by the marks it sets before each.

/** A track of the camera's, as ffmpeg describes it behind its kind: `h264 (High), yuv420p, 1920x1080, 25 fps`. */
export interface Track {
  readonly kind: 'video' | 'audio';
  readonly codec: string;
  readonly about: string;
}

const errorsKept = 12;

export class Words {
  readonly tracks: Track[] = [];
  readonly errors: string[] = [];
  /** Tracks are told before the outputs, which are told alike. */
  private isInput = true;

  /**
   * `resized` is told each size at which pictures come in from now on, `spoilt` that packets were lost on the way here:
   * the next picture is not whole.
   */
  constructor(
    private readonly resized: (width: number, height: number) => void,
    private readonly spoilt: () => void = () => {},
  ) {}

  take(line: string): void {
    const match = /^(?:\[[^\]]* @ [^\]]*\] )?\[(info|verbose|warning|error|fatal|panic)\] (.*)$/.exec(line);
    const [, level, text = ''] = match ?? [];
    if (level === 'info') this.inform(text.trim());
    if (level === 'verbose') this.noteSize(text);
    if (level === 'warning' && /^RTP: missed \d+ packets/.test(text)) this.spoilt();
    if (level !== 'error' && level !== 'fatal' && level !== 'panic') return;
    this.errors.push(text.trim());
    this.errors.splice(0, this.errors.length - errorsKept);
  }

  private inform(text: string): void {
    if (/^(Output #|Stream mapping:)/.test(text)) this.isInput = false;
    if (!this.isInput) return;
    const match = /^Stream #0:\d+[^ ]*: (Video|Audio): ((\S+?),? .*)$/.exec(`${text} `);
    if (!match) return;
    const [, kind, about = '', codec = ''] = match;
    this.tracks.push({ kind: kind === 'Video' ? 'video' : 'audio', codec, about: about.trim() });
  }

  /** What the filters tell of the pictures that come in, at the start and at each change. */
  private noteSize(text: string): void {
    const match = /^w:(\d{1,5}) h:(\d{1,5}) pixfmt:/.exec(text);
    if (match) this.resized(Number(match[1]), Number(match[2]));
  }
}
