// Starts and stops RTSP cameras out of the zoo, and changes what they show: what a vandal's hand does, told to a process.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { makeFilm } from './films.js';
import { type Kind, type KindName, numberOf, zoo } from './zoo.js';

export interface Cameras {
  /** A camera's address as an agent's file names it, with its login where it has one. */
  address(kind: KindName): string;
  /** Resolves when the camera shows these of its films in turn; none: it sends nothing more, and hangs up nobody. */
  show(kind: KindName, films: readonly string[]): Promise<void>;
  stop(): Promise<void>;
}

const program = fileURLToPath(new URL('rtsp-camera.py', import.meta.url));

/**
 * One camera of each kind, each on a free port of loopback. Their films are encoded first: a second or two for all.
 * Throws with the process's last words where Debian's GStreamer packages are missing.
 */
export async function startCameras(kinds: readonly KindName[]): Promise<Cameras> {
  const folder = mkdtempSync(join(tmpdir(), 'haixi-films-'));
  let camera: ChildProcess | null = null;
  const stop = async () => {
    if (camera) await end(camera);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const described = await describe(folder, kinds);
    // The system's own Python has GStreamer's bindings; another one first on the PATH has not.
    const started = spawn('/usr/bin/python3', [program], { stdio: ['pipe', 'pipe', 'pipe'] });
    camera = started;
    const complaints: string[] = [];
    started.stderr.setEncoding('utf8').on('data', (text: string) => complaints.push(text));
    started.stdin.on('error', () => {});
    const lines = createInterface(started.stdout)[Symbol.asyncIterator]();
    const ask = async (command: unknown): Promise<string> => {
      started.stdin.write(`${JSON.stringify(command)}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error(`the RTSP cameras are gone: ${complaints.join('')}`);
      return value;
    };
    const addresses = JSON.parse(await ask(described)) as Record<KindName, string>;
    return {
      address: (kind) => withLogin(addresses[kind], zoo[kind]),
      show: async (kind, films) => void (await ask({ camera: kind, shows: films })),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function describe(folder: string, kinds: readonly KindName[]): Promise<Record<string, object>> {
  const described = kinds.map(async (name) => {
    const { films, shows, video, audio, udp, login, hangsUpAfterMs }: Kind = zoo[name];
    const made = Object.entries(films).map(
      async ([film, of]) => [film, await makeFilm(folder, `${name}-${film}`, of, numberOf(name))] as const,
    );
    const camera = {
      films: Object.fromEntries(await Promise.all(made)),
      shows: shows ?? Object.keys(films).slice(0, 1),
      video,
      audio: audio ?? null,
      udp: udp ?? null,
      login: login ?? null,
      hangsUpAfterMs: hangsUpAfterMs ?? null,
    };
    return [name, camera] as const;
  });
  return Object.fromEntries(await Promise.all(described));
}

function withLogin(address: string, { login }: Kind): string {
  return login ? address.replace('://', `://${login.user}:${login.password}@`) : address;
}

async function end(camera: ChildProcess): Promise<void> {
  if (camera.exitCode !== null || camera.signalCode !== null) return;
  const gone = once(camera, 'exit');
  camera.stdin?.end();
  await gone;
}
