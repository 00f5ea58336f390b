// What a camera really sends, by the eyes of ffprobe and ffmpeg: tracks, NAL units, pictures, complaints.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { bandBits } from './films.js';

export interface Probed {
  readonly streams: readonly {
    readonly codec_type: 'video' | 'audio';
    readonly codec_name: string;
    readonly width?: number;
    readonly height?: number;
  }[];
  readonly packets: readonly {
    readonly codec_type: 'video' | 'audio';
    readonly pts_time?: string;
    readonly dts_time?: string;
    readonly flags: string;
  }[];
}

/** Streams and packets of so many seconds. */
export async function probe(address: string, seconds: number): Promise<Probed> {
  const entries = 'stream=codec_type,codec_name,width,height:packet=codec_type,pts_time,dts_time,flags';
  const asked = ['-read_intervals', `%+${seconds}`, '-show_entries', entries, '-of', 'json', address];
  const { out, said } = await run('ffprobe', ['-v', 'error', '-rtsp_transport', 'tcp', ...asked]);
  if (out.length === 0) throw new Error(said);
  return JSON.parse(out.toString()) as Probed;
}

/** Types of the H.264 NAL units of each access unit of some seconds; one begins where a slice is its picture's first. */
export async function nalTypes(address: string, seconds: number): Promise<number[][]> {
  const copy = ['-an', '-c', 'copy', '-f', 'h264', 'pipe:1'];
  const { out } = await run('ffmpeg', [...input(address, 'tcp'), '-t', String(seconds), ...copy]);
  const units: number[][] = [];
  let before: number[] = [];
  for (let at = out.indexOf(startCode); at >= 0; at = out.indexOf(startCode, at + 3)) {
    const type = out[at + 3]! & 31;
    const isSlice = type === 1 || type === 5;
    // `first_mb_in_slice` is 0, one bit, in the first slice of a picture.
    if (isSlice && (out[at + 4]! & 0x80) !== 0) units.push([...before.splice(0), type]);
    else if (isSlice) units.at(-1)?.push(type);
    else before.push(type);
  }
  return units;
}

export interface Looked {
  readonly pictures: number;
  /** As `640x360`, each that came. */
  readonly sizes: readonly string[];
  /** From each key frame to the next one. */
  readonly keyFramesApartS: readonly number[];
  /** Of the last picture: the number in its band, and how bright its road is, 0–255. */
  readonly number: number;
  readonly road: number;
  /** What a decoder had to say. */
  readonly complaints: readonly string[];
}

/** Decodes some seconds of it. */
export async function look(
  address: string,
  seconds: number,
  transport: 'tcp' | 'udp' = 'tcp',
): Promise<Looked> {
  const small = `showinfo,scale=${bandBits}:3:flags=area,format=gray`;
  const decode = ['-an', '-t', String(seconds), '-vf', small, '-f', 'rawvideo', 'pipe:1'];
  const { out, said } = await run('ffmpeg', [...input(address, transport, 'info'), ...decode]);
  const lines = said.split(/[\r\n]+/);
  const shown = lines.filter((line) => / n: *\d+ pts:/.test(line));
  const keyAtS = shown
    .filter((line) => line.includes('iskey:1'))
    .map((line) => Number(/pts_time:([\d.]+)/.exec(line)?.[1]));
  const last = out.subarray(-3 * bandBits);
  return {
    pictures: shown.length,
    sizes: [...new Set(shown.map((line) => / s:(\d+x\d+) /.exec(line)?.[1] ?? ''))],
    keyFramesApartS: keyAtS.slice(1).map((at, index) => at - keyAtS[index]!),
    number: last.subarray(0, bandBits).reduce((number, light) => number * 2 + Number(light > 110), 0),
    road: last.at(-3) ?? 0,
    complaints: lines.filter((line) => !shown.includes(line) && complaint.test(line)),
  };
}

const complaint = /error while|corrupt|missed|concealing|non.monoton|Invalid|failed|returned 4\d\d/i;

/** Runs it to its end, a hang ended after a minute. */
export async function run(program: string, args: readonly string[]): Promise<{ out: Buffer; said: string }> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: 60_000 });
  const out: Buffer[] = [];
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  await once(child, 'close');
  return { out: Buffer.concat(out), said };
}

const startCode = Buffer.from([0, 0, 1]);

function input(address: string, transport: 'tcp' | 'udp', level = 'error'): string[] {
  return ['-hide_banner', '-nostdin', '-v', level, '-rtsp_transport', transport, '-i', address];
}
