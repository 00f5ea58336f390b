// What is wrong with a camera in one clear line that says what to do, out of the words of ffmpeg (pure).
import { oneLine, withoutKeys } from '../../line.js';
import { kindOf, type Opened, secretsOf, watchedAddress } from './camera-config.js';

/** A reading takes no more. */
const lengthMax = 200;

/** Each fault that is known, with what to do. */
export const faultTexts = {
  password: 'the camera refuses the user name or password: check them in the address',
  forbidden: 'the camera forbids this user to watch: give the user the right to in the camera',
  path: 'the camera has no stream under this path: check the part of the address behind the port',
  full: 'the camera has no room for another viewer: close others, or watch its substream',
  notByTcp: 'the camera does not send by tcp: write transport: udp',
  notByUdp: 'the camera does not send by udp: write transport: tcp',
  name: 'no camera is known by this name: check it, or write its IP address',
  refused: 'nothing answers at this address and port: check them, and that RTSP is on in the camera',
  unreachable:
    'the camera can not be reached: check its power, cable and address, and firewalls where it sends by udp',
  noVideo: 'there is no picture in this stream: choose a stream with video in the camera',
  noKeyFrame:
    'no key frame for 30 s: until one comes no picture can begin; set the I-frame interval (GOP) of the camera to 1–2 s',
  sendsNothing:
    'connected, but the camera sends nothing: restart it, or look whether its other viewers get a picture',
  forbiddenFile: 'the agent may not read it: give its user the right to (group video for a device)',
  busyDevice: 'another program uses this device: close it',
  noDevice: 'No such device: check the path',
  noFile: 'No such file: check the path',
  protocol: 'this address leads to a protocol that is not opened: use RTSP',
  noDevices: 'this ffmpeg has no video4linux2: use an rtsp:// address',
  notRtsp: 'what answers there does not speak RTSP, or hung up: check the port (554 is usual) and the path',
  notVideo: 'this is no video, or it is damaged',
  ended: 'the camera has ended the stream',
  fileEnded: 'the file has ended',
} as const;
export type FaultName = keyof typeof faultTexts;

/**
 * Why this ffmpeg ended, by its errors, the latest last. The first row that knows a line of them speaks; what no row
 * knows is told in ffmpeg's own words. No password stands in it.
 */
export function faultOf(errors: readonly string[], camera: Opened): string {
  const kind = kindOf(watchedAddress(camera));
  const rows: readonly (readonly [RegExp, FaultName])[] = [
    [/(failed:|returned) 401 /, 'password'],
    [/(failed:|returned) 403 /, 'forbidden'],
    [/(failed:|returned) 404 /, 'path'],
    [/(failed:|returned) (453|503) /, 'full'],
    [/(failed:|returned) 461 |Protocol not supported/, camera.transport === 'tcp' ? 'notByTcp' : 'notByUdp'],
    [/Failed to resolve/, 'name'],
    [/Connection refused/, 'refused'],
    [/No route to host|Network is unreachable|timed out/, 'unreachable'],
    [/'0:v:0' matches no streams/, 'noVideo'],
    [/dimensions not set|unspecified size/, 'noKeyFrame'],
    [/Permission denied/, 'forbiddenFile'],
    [/Device or resource busy/, 'busyDevice'],
    [/No such file/, kind === 'device' ? 'noDevice' : 'noFile'],
    [/Protocol not found|not on whitelist/, 'protocol'],
    [/Unknown input format/, 'noDevices'],
    [/Invalid data found|Not enough data/, kind === 'rtsp' ? 'notRtsp' : 'notVideo'],
  ];
  const known = rows.find(([pattern]) => errors.some((error) => pattern.test(error)));
  return oneLine(known ? faultTexts[known[1]] : ownWords(errors, camera), lengthMax);
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
