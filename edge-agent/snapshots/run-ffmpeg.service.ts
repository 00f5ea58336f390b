// One short life of one ffmpeg: bytes in, bytes out, and an end to its time and to what it may write.
import { spawn } from 'node:child_process';
import type { Clock } from '../clock.js';
import { faultText, oneLine, withoutKeys } from '../line.js';

/** A dozen pictures of the best quality. */
const outputBytesMax = 32 * 1024 * 1024;

export type Ran = { ok: true; bytes: Buffer } | { ok: false; fault: string };

/** Runs it without a shell; killed after `withinMs`. Never rejects. What it wrote counts only if it ended well. */
export function runFfmpeg(
  args: readonly string[],
  input: readonly Buffer[],
  withinMs: number,
  clock: Clock,
): Promise<Ran> {
  return new Promise<Ran>((done) => {
    const child = spawn('ffmpeg', args, { stdio: 'pipe' });
    const written: Buffer[] = [];
    let size = 0;
    let fault = '';
    const kill = (why: string) => {
      fault = why;
      child.kill('SIGKILL');
    };
    const stopTimer = clock.after(withinMs, () => kill(`ffmpeg took longer than ${withinMs} ms`));
    const end = (ran: Ran) => {
      stopTimer();
      done(ran);
    };
    child.once('error', (cause) => end({ ok: false, fault: faultText(cause) }));
    child.once('close', (code) => {
      if (code === 0) end({ ok: true, bytes: Buffer.concat(written) });
      else end({ ok: false, fault: fault || `ffmpeg ended with ${code ?? 'a signal'}` });
    });
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > outputBytesMax) return kill('ffmpeg wrote too much');
      written.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => (fault ||= oneLine(withoutKeys(chunk.toString()), 200)));
    // It may end before it has read everything.
    child.stdin.on('error', () => {});
    for (const part of input) child.stdin.write(part);
    child.stdin.end();
    // Where the machine has no memory or no handle left, there is no child or none with pipes, and this throws.
  }).catch((cause: unknown) => ({ ok: false, fault: withoutKeys(faultText(cause)) }));
}
