// Films of which each picture can be told from the others by its brightness, cut into what a camera sends at a time.
import { execFileSync } from 'node:child_process';
import { beginsPicture, packetBytes, pidOf } from '../streams/ts-packet.js';

const videoPid = 0x100;

/** Level of the picture of this number, of 16–235. A group of 20 pictures never shows one level twice. */
export function levelOf(picture: number): number {
  return 20 + (picture % 20) * 10;
}

/** A film of so many pictures, 25 a second, as MPEG-TS, one buffer a picture. */
export function picturedFilm(count: number, codec = 'libx264', size = '320x180'): Buffer[] {
  const level = '20+mod(N\\,20)*10';
  const options = codec === 'libx265' ? '-x265-params keyint=20:bframes=0:log-level=error' : '-g 20 -bf 0';
  const made =
    `-v error -f lavfi -i nullsrc=s=${size}:r=25,geq=${level}:128:128 -frames:v ${count} -pix_fmt yuv420p` +
    ` -c:v ${codec} -preset ultrafast ${options} -muxdelay 0 -muxpreload 0 -flush_packets 1 -f mpegts -`;
  return pictures(execFileSync('ffmpeg', made.split(/ +/), { maxBuffer: 64 * 1024 * 1024 }));
}

/** The mean level of a JPEG on the same scale. */
export function levelIn(jpeg: Buffer): number {
  const grey = execFileSync('ffmpeg', '-v error -i - -vf format=gray -f rawvideo -'.split(' '), {
    input: jpeg,
    stdio: 'pipe',
    maxBuffer: 64 * 1024 * 1024,
  });
  const level = grey.reduce((sum, point) => sum + point, 0) / grey.length;
  return 16 + (level * 219) / 255;
}

/** Width and height of a JPEG. */
export function sizeOf(jpeg: Buffer): string {
  const asked = '-v error -show_entries stream=width,height -of csv=p=0:s=x -';
  return execFileSync('ffprobe', asked.split(' '), { input: jpeg, stdio: 'pipe' }).toString().trim();
}

function pictures(stream: Buffer): Buffer[] {
  const begins: number[] = [];
  for (let at = 0; at < stream.length; at += packetBytes) {
    const packet = { bytes: stream, at };
    if (pidOf(packet) === videoPid && beginsPicture(packet)) begins.push(at);
  }
  return begins.map((_, index) => stream.subarray(index === 0 ? 0 : begins[index], begins[index + 1]));
}
