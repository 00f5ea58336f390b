// Starts and stops the RTSP camera of the tests, and covers its lens: what a vandal's hand does, told to a process.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface RtspCamera {
  /** Its address, as an agent's file names it. */
  readonly url: string;
  /** Resolves when the lens is covered or free. */
  cover(): Promise<void>;
  uncover(): Promise<void>;
  stop(): Promise<void>;
}

const program = fileURLToPath(new URL('rtsp-camera.py', import.meta.url));

/** A camera on a free port of loopback; throws with its last words where Debian's GStreamer packages are missing. */
export async function startRtspCamera(): Promise<RtspCamera> {
  // The system's own Python has GStreamer's bindings; another one first on the PATH has not.
  const camera = spawn('/usr/bin/python3', [program], { stdio: ['pipe', 'pipe', 'pipe'] });
  const complaints: string[] = [];
  camera.stderr.setEncoding('utf8').on('data', (text: string) => complaints.push(text));
  const lines = createInterface(camera.stdout)[Symbol.asyncIterator]();
  const hello = await lines.next();
  if (hello.done) throw new Error(`the RTSP camera did not start: ${complaints.join('')}`);
  const { url } = JSON.parse(hello.value) as { url: string };
  const tell = async (command: 'cover' | 'uncover') => {
    camera.stdin.write(`${command}\n`);
    const { value } = await lines.next();
    if (value !== JSON.stringify({ covered: command === 'cover' }).replace(':', ': '))
      throw new Error(`the RTSP camera answered ${command} with ${value}; ${complaints.join('')}`);
  };
  return {
    url,
    cover: () => tell('cover'),
    uncover: () => tell('uncover'),
    stop: () => end(camera),
  };
}

async function end(camera: ChildProcess): Promise<void> {
  if (camera.exitCode !== null || camera.signalCode !== null) return;
  const gone = once(camera, 'exit');
  camera.stdin?.end();
  await gone;
}
