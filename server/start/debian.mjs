// Debian packages that are wanted beside npm's: installed as root, otherwise the command is said. Start and tests ask it.
import { spawnSync } from 'node:child_process';
import { phase, run } from './progress.mjs';

/** What the tests need: a browser with Chinese letters, ffmpeg, GStreamer's RTSP server as a camera, a broker, a proxy. */
export const forTests = [
  'chromium',
  'fonts-noto-cjk',
  'ffmpeg',
  'gir1.2-gst-rtsp-server-1.0',
  'gir1.2-gstreamer-1.0',
  'python3-gi',
  'gstreamer1.0-plugins-base',
  'gstreamer1.0-plugins-good',
  'gstreamer1.0-plugins-bad',
  'mosquitto',
  'caddy',
];

/**
 * Installs what is missing of `packages` if that is possible.
 * @param {string[]} packages
 * @param {string} cwd
 * @returns {Promise<string | null>} null if all are there; otherwise the command that a person must run
 */
export async function ensureDebian(packages, cwd) {
  let missing = missingOf(packages);
  if (missing.length === 0) return null;
  const asRoot = process.getuid?.() === 0;
  if (asRoot && spawnSync('apt-get', ['--version']).status === 0) {
    await phase(`Installing Debian's ${missing.join(', ')} (apt-get)`, async () => {
      const env = { DEBIAN_FRONTEND: 'noninteractive' };
      await run('apt-get', ['update'], { cwd, env });
      const installed = await run('apt-get', ['install', '-y', '--no-install-recommends', ...missing], {
        cwd,
        env,
      });
      if (installed.code !== 0)
        process.stderr.write(`\n${installed.output.split('\n').slice(-6).join('\n')}`);
    });
    missing = missingOf(packages);
  }
  if (missing.length === 0) return null;
  return `${asRoot ? '' : 'sudo '}apt-get update && ${asRoot ? '' : 'sudo '}apt-get install -y ${missing.join(' ')}`;
}

function missingOf(packages) {
  const asked = spawnSync('dpkg-query', ['-W', '-f=${db:Status-Status} ${Package}\n', ...packages], {
    encoding: 'utf8',
  });
  const present = new Set((asked.stdout ?? '').split('\n').map((line) => line.replace(/^installed /, '')));
  return packages.filter((name) => !present.has(name));
}
