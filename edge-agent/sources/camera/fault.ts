// What is wrong with a camera in one clear line that says what to do, out of the words of ffmpeg (pure).
import { oneLine, withoutKeys } from '../../line.js';
import { kindOf, type Opened, secretsOf, watchedAddress } from './camera-config.js';

/** A reading takes no more. */
const lengthMax = 200;

export const noKeyFrame =
  'no key frame for 30 s: until one comes no picture can begin; set the I-frame interval (GOP) of the camera to 1–2 s';
export const sendsNothing =
  'connected, but the camera sends nothing: restart it, or look whether its other viewers get a picture';
export const ended = 'the camera has ended the stream';
export const fileEnded = 'the file has ended';

/**
 * Why this ffmpeg ended, by its errors, the latest last. The first row that knows a line of them speaks; what no row
 * knows is told in ffmpeg's own words. No password stands in it.
 */
export function faultOf(errors: readonly string[], camera: Opened): string {
  const address = watchedAddress(camera);
  const kind = kindOf(address);
  const other = camera.transport === 'tcp' ? 'udp' : 'tcp';
  const rows: readonly (readonly [RegExp, string])[] = [
    [/\b401 /, 'the camera refuses the user name or password: check them in the address'],
    [/\b403 /, 'the camera forbids this user to watch: give the user the right to in the camera'],
    [/\b404 /, 'the camera has no stream under this path: check the part of the address behind the port'],
    [/\b453 |\b503 /, 'the camera has no room for another viewer: close others, or watch its substream'],
    [
      /\b461 |Protocol not supported/,
      `the camera does not send by ${camera.transport}: write transport: ${other}`,
    ],
    [/Failed to resolve/, 'no camera is known by this name: check it, or write its IP address'],
    [
      /Connection refused/,
      'nothing answers at this address and port: check them, and that RTSP is on in the camera',
    ],
    [
      /No route to host|Network is unreachable|timed out/,
      `the camera can not be reached: check its power, cable and address${kind === 'rtsp' && camera.transport === 'udp' ? ', and that no firewall stops UDP' : ''}`,
    ],
    [
      /'0:v:0' matches no streams/,
      'there is no picture in this stream: choose a stream with video in the camera',
    ],
    [/dimensions not set|unspecified size/, noKeyFrame],
    [/Permission denied/, 'the agent may not read it: give its user the right to (group video for a device)'],
    [/Device or resource busy/, 'another program uses this device: close it'],
    [/No such file/, `No such ${kind === 'device' ? 'device' : 'file'}: check the path`],
    [/Protocol not found|not on whitelist/, 'this address leads to a protocol that is not opened: use RTSP'],
    [/Unknown input format/, 'this ffmpeg has no video4linux2: use an rtsp:// address'],
    [
      /Invalid data found|Not enough data/,
      kind === 'rtsp'
        ? 'what answers there does not speak RTSP, or hung up: check the port (554 is usual) and the path'
        : 'this is no video, or it is damaged',
    ],
  ];
  const known = rows.find(([pattern]) => errors.some((error) => pattern.test(error)));
  return oneLine(known ? known[1] : ownWords(errors, camera), lengthMax);
}

/** Whether it was the sound that ffmpeg could not get: without it the picture may come. */
export function isAboutSound(errors: readonly string[]): boolean {
  return errors.some((error) =>
    /'0:a:0' matches no|stream #0:[1-9]|input stream 0:[1-9]|s16le|pcm_s16le/i.test(error),
  );
}

function ownWords(errors: readonly string[], { address, substream }: Opened): string {
  const secrets = [...secretsOf(address), ...secretsOf(substream ?? '')];
  const told = withoutKeys(errors.at(-1) ?? 'ffmpeg ended without a word');
  return secrets.reduce((text, secret) => text.replaceAll(secret, '***'), told);
}
