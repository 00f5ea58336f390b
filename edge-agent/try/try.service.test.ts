// Trying a camera from its address to the lines for the agent's file, with real ffmpeg, a camera that speaks RTSP, and files.
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../clock.js';
import { readConfig } from '../config/config.store.js';
import { faultTexts } from '../sources/camera/fault.js';
import { installFfmpeg } from '../sources/camera/ffmpeg.js';
import { Ffmpeg, findFfmpeg } from '../sources/camera/ffmpeg.service.js';
import { hasFfmpeg } from '../testing/film.js';
import { commandLinesWith } from '../testing/processes.js';
import { RtspCamera } from '../testing/rtsp-camera.js';
import { tryCamera } from './try.service.js';

async function tried(
  args: readonly string[],
  more: { lang?: string; ffmpegMajor?: () => Promise<null> } = {},
) {
  const told: string[] = [];
  const progress: string[] = [];
  const code = await tryCamera(
    args,
    { LANG: more.lang ?? 'en_US.UTF-8' },
    {
      clock: systemClock,
      ffmpegMajor: more.ffmpegMajor ?? findFfmpeg,
      newFfmpeg: (ffmpegArgs, listener) => new Ffmpeg(ffmpegArgs, listener),
      tell: (line) => told.push(line),
      progress: (line) => progress.push(line),
    },
  );
  return { code, report: told.join('\n'), last: progress.at(-1), all: [...told, ...progress].join('\n') };
}

/** The report's last lines, pasted where it says. */
function pasted(report: string) {
  const lines = report.slice(report.indexOf('      - id:'));
  const text = `server: ws://h/mqtt\ndata: ./data\nsites:\n  - id: shop-01\n    key: "a"\n    sources:\n${lines}\n`;
  const loaded = readConfig(text, '/etc/agent.yaml');
  return loaded.ok ? loaded.config.sites[0]?.cameras[0] : loaded.faults;
}

describe('haixi-agent try', () => {
  it('tells how it is called, and what kind of address it opens', async () => {
    expect(await tried([])).toMatchObject({
      code: 1,
      last: expect.stringMatching(/^haixi-agent try ADDRESS/),
    });
    expect(await tried(['a', 'b'])).toMatchObject({ code: 1 });
    expect(await tried(['rtsp://h/s', '--dance'])).toMatchObject({ code: 1 });
    expect(await tried(['rtsp://h/s', '--site', 'Shop 1'])).toMatchObject({
      code: 1,
      last: expect.stringMatching(/^an id is/),
    });
    expect(await tried(['http://h/s'])).toMatchObject({
      code: 1,
      last: expect.stringMatching(/^write an rtsp:/),
    });
  });

  it('without ffmpeg names the command', async () => {
    const without = { ffmpegMajor: () => Promise.resolve(null) };
    expect(await tried(['rtsp://h/s'], without)).toMatchObject({ code: 1, last: installFfmpeg });
    expect((await tried(['rtsp://h/s', '--lang', 'zh'], without)).last).toMatch(/^未安装 ffmpeg/);
  });
});

describe.skipIf(!hasFfmpeg())('haixi-agent try with real ffmpeg', () => {
  let folder: string;
  let film: string;
  const make = (name: string, command: string) => {
    execFileSync('ffmpeg', ['-v', 'error', ...command.split(' '), join(folder, name)]);
    return join(folder, name);
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'agent-try-'));
    const picture = '-f lavfi -i testsrc2=s=320x180:r=10:d=10 -f lavfi -i sine=d=10';
    film = make(
      'film.mkv',
      `${picture} -c:v libx264 -preset ultrafast -pix_fmt yuv420p -bf 0 -g 10 -c:a pcm_alaw -ar 8000 -ac 1`,
    );
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  it('tells what an RTSP camera is, and gives lines that can be pasted, its password only when asked for', async () => {
    const camera = await RtspCamera.start(film, { user: 'haixi', password: 'a-secret' });
    try {
      const address = camera.address.replace('//', '//haixi:a-secret@');
      await expect.poll(() => camera.isPlaying, { timeout: 15_000 }).toBe(true);
      const [masked, shown, file] = await Promise.all([
        tried([address]),
        tried([address, '--show-password']),
        tried([address, '--site', 'shop-01']),
      ]);
      expect(masked).toMatchObject({ code: 0 });
      expect(masked.report).toMatch(/^picture {4}H\.264 .*, 320×180, \d+(\.\d)? frames\/s, \d+ kbit\/s$/m);
      expect(masked.report).toMatch(/^key frame {2}each 1\.[0-3] s$/m);
      expect(masked.report).toMatch(/^sound {6}pcm_alaw, 8000 Hz/m);
      expect(masked.report).toMatch(/^clock {6}right$/m);
      expect(masked.report).toMatch(/^browser {4}plays it$/m);
      expect(masked.all).not.toContain('a-secret');
      expect(pasted(masked.report)).toMatchObject({ address: address.replace('a-secret', '***') });
      expect(pasted(shown.report)).toMatchObject({ address, transport: 'tcp' });
      writeFileSync(join(folder, 'shop-01.key'), 'a-key\n');
      const loaded = readConfig(file.report, join(folder, 'agent.yaml'));
      expect(loaded).toMatchObject({
        ok: true,
        config: { sites: [{ id: 'shop-01', cameras: [{ address }] }] },
      });
      expect(
        commandLinesWith(camera.address.slice('rtsp://'.length)).filter((line) =>
          line.includes('-skip_frame'),
        ),
      ).toEqual([]);
    } finally {
      await camera.stop();
    }
  });

  it('is one clear line for a wrong password, a port without anybody, and somebody who speaks no RTSP', async () => {
    const camera = await RtspCamera.start(film, { user: 'haixi', password: 'a-secret' });
    const sockets: Socket[] = [];
    const other = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => {});
      socket.end('SSH-2.0-OpenSSH_9.2\r\n');
    });
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    const bound = other.address();
    const port = typeof bound === 'object' && bound ? bound.port : 0;
    try {
      const wrong = camera.address.replace('//', '//haixi:not-it@');
      expect(await tried([wrong])).toMatchObject({ code: 1, report: '', last: faultTexts.password });
      expect((await tried([wrong], { lang: 'zh_CN.UTF-8' })).last).toMatch(/拒绝了用户名或密码/);
      expect(await tried(['rtsp://127.0.0.1:1/s'])).toMatchObject({ code: 1, last: faultTexts.refused });
      expect(await tried([`rtsp://127.0.0.1:${port}/s`])).toMatchObject({
        code: 1,
        last: faultTexts.notRtsp,
      });
    } finally {
      await camera.stop();
      for (const socket of sockets) socket.destroy();
      other.close();
    }
  });

  it('tells of H.265 what to change, and of key frames far apart how long a viewer waits', async () => {
    const picture = '-f lavfi -i testsrc2=s=320x180:r=10:d=6';
    const h265 = make(
      'h265.mp4',
      `${picture} -c:v libx265 -x265-params log-level=none:bframes=0:keyint=50 -pix_fmt yuv420p`,
    );
    const { code, report } = await tried([h265]);
    expect(code).toBe(0);
    expect(report).toMatch(/^browser {4}can not play H\.265$/m);
    expect(report).toMatch(/^Set this stream.* to H\.264 in the camera/m);
    expect(report).toMatch(/^A viewer may wait 5\.0 s .*is 10–20\.$/m);
    expect(pasted(report)).toMatchObject({ address: h265, loop: true });
  });

  it('is one clear line for a file without video, one that is none, and one that is not there', async () => {
    const sound = make('sound.mkv', '-f lavfi -i sine=d=2 -c:a pcm_alaw -ar 8000');
    const text = join(folder, 'text.mp4');
    writeFileSync(text, 'no video at all');
    expect(await tried([sound])).toMatchObject({ code: 1, last: faultTexts.noVideo });
    expect(await tried([text])).toMatchObject({ code: 1, last: faultTexts.notVideo });
    expect(await tried([join(folder, 'none.mp4')])).toMatchObject({ code: 1, last: faultTexts.noFile });
  });
});
