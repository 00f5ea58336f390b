// What is wrong with a camera in one clear line that says what to do, out of the words of ffmpeg (pure).
import { type CameraFault, cameraFaults } from '@haixi/proto/mqtt/camera-faults';
import { oneLine, withoutKeys } from '../../line.js';
import { kindOf, type Opened, secretsOf, watchedAddress } from './camera-config.js';

/** A reading takes no more. */
const lengthMax = 200;

/** What a reading says of each fault that is known. */
export const faultTexts = Object.fromEntries(
  Object.entries(cameraFaults).map(([name, { en }]) => [name, en]),
) as { readonly [N in CameraFault]: (typeof cameraFaults)[N]['en'] };

/**
 * Why this ffmpeg ended, by its errors, the latest last. The first row that knows a line of them speaks; what no row
 * knows is told in ffmpeg's own words. No password stands in it.
 */
export function faultOf(errors: readonly string[], camera: Opened): string {
  const kind = kindOf(watchedAddress(camera));
  const rows: readonly (readonly [RegExp, CameraFault])[] = [
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
