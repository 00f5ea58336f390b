// What is known of the clips that light cameras show, and the font they write with: asked once for all cameras of an agent.
import { execFile } from 'node:child_process';
import { type Caption, tryFont } from './clip.js';

export interface ClipFacts {
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly kbps: number;
  readonly lengthS: number;
}

/** The parts of a machine that a light camera needs. */
export interface ClipLooker {
  /** Null while there is no such clip. */
  facts(file: string): Promise<ClipFacts | null>;
  /** The name with a font that can write it; a lesser name where only that can be written; null where nothing can. */
  caption(name: string, plain: string): Promise<Caption | null>;
}

export class Clips implements ClipLooker {
  private readonly known = new Map<string, Promise<ClipFacts | null>>();
  private readonly fonts = new Map<string, Promise<string | null>>();

  facts(file: string): Promise<ClipFacts | null> {
    const known = this.known.get(file);
    if (known) return known;
    const asked = probe(file);
    this.known.set(file, asked);
    // It may be drawn meanwhile.
    void asked.then((facts) => facts === null && this.known.delete(file));
    return asked;
  }

  async caption(name: string, plain: string): Promise<Caption | null> {
    const isPlain = /^[\x20-\x7e]*$/.test(name);
    const font = await this.font(isPlain ? 'en' : 'zh-cn');
    if (font !== null) return { font, name };
    const lesser = isPlain ? null : await this.font('en');
    return lesser === null ? null : { font: lesser, name: plain };
  }

  private font(language: string): Promise<string | null> {
    const known = this.fonts.get(language) ?? findFont(language);
    this.fonts.set(language, known);
    return known;
  }
}

async function probe(file: string): Promise<ClipFacts | null> {
  const shown = 'stream=width,height,avg_frame_rate:format=duration,bit_rate';
  const text = await run('ffprobe', [
    ...'-v error -protocol_whitelist file -select_streams v:0 -of default=nw=1 -show_entries'.split(' '),
    shown,
    `file:${file}`,
  ]);
  const value = (name: string) => new RegExp(`^${name}=(.+)$`, 'm').exec(text ?? '')?.[1] ?? '';
  const [frames = NaN, seconds = NaN] = value('avg_frame_rate').split('/').map(Number);
  const facts = {
    width: Number(value('width')),
    height: Number(value('height')),
    fps: Math.round((10 * frames) / seconds) / 10,
    kbps: Math.round(Number(value('bit_rate')) / 1_000),
    lengthS: Number(value('duration')),
  };
  return Object.values(facts).every((each) => each > 0) ? facts : null;
}

/** One without serifs where there is a choice: it is written small. */
async function findFont(language: string): Promise<string | null> {
  const listed = (await run('fc-list', [`:lang=${language}`, 'file'])) ?? '';
  const files = listed.split('\n').map((line) => line.replace(/:\s*$/, '').trim());
  const usable = files.filter((file) => /\.(ttf|ttc|otf)$/.test(file)).toSorted();
  const font = usable.find((file) => /sans.*regular|sans\.ttf$/i.test(file)) ?? usable[0];
  if (font === undefined) return null;
  return (await run('ffmpeg', tryFont(font))) === null ? null : font;
}

/** What it wrote, or null where it failed or is not there. */
function run(program: string, args: readonly string[]): Promise<string | null> {
  return new Promise((done) => {
    execFile(program, args, { timeout: 20_000, maxBuffer: 4 * 1024 * 1024 }, (error, stdout) =>
      done(error ? null : stdout),
    );
  });
}
