// Draws stills and clips with ffmpeg into a folder, each once.
import { execFile } from 'node:child_process';
import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { clipArguments } from './drawing.js';
import { type Still, stills } from './scenery.js';
import type { Clip } from './clip.js';

const run = promisify(execFile);

export class Draw {
  private readonly drawing = new Map<string, Promise<void>>();

  constructor(private readonly folder: string) {}

  /** The file of a clip, drawn if it isn't there yet. */
  async clip(clip: Clip): Promise<string> {
    const names: Still[] = [];
    clipArguments(clip, (name) => (names.push(name), ''), '');
    for (const name of new Set(names)) await this.still(name);
    const path = join(this.folder, `${clip.name}.mkv`);
    await this.once(path, (draft) => clipArguments(clip, (name) => this.pathOf(name), draft));
    return path;
  }

  /** The same clip so many times as fast: its times are changed, its pictures are not. */
  async quicker(clip: Clip, times: number): Promise<string> {
    const path = join(this.folder, `${clip.name}-${times}.mkv`);
    const from = await this.clip(clip);
    const copy = `-nostdin -v error -itsscale ${1 / times} -i ${from} -c copy -y`.split(' ');
    await this.once(path, (draft) => [...copy, draft]);
    return path;
  }

  private async still(name: Still): Promise<void> {
    const graph = (draft: string): string[] => [
      ...'-nostdin -v error -filter_complex'.split(' '),
      stills[name],
      ...'-frames:v 1 -y'.split(' '),
      draft,
    ];
    await this.once(this.pathOf(name), graph);
  }

  private pathOf(name: Still): string {
    return join(this.folder, `${name}.png`);
  }

  /** Clips that are drawn side by side share their stills: who comes second waits for the first. */
  private once(path: string, args: (draft: string) => string[]): Promise<void> {
    const drawn = this.drawing.get(path) ?? this.draw(path, args);
    this.drawing.set(path, drawn);
    return drawn;
  }

  private async draw(path: string, args: (draft: string) => string[]): Promise<void> {
    if (existsSync(path)) return;
    const draft = path.replace(/(\.\w+)$/, '.part$1');
    await run('ffmpeg', args(draft), { maxBuffer: 1 << 20 });
    renameSync(draft, path);
  }
}
