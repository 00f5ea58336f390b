// The lines of a camera as they are pasted under `sources:` of a site (pure).
import { type CameraConfig, kindOf, shownAddress } from '../sources/camera/camera-config.js';

/** `masked`: the password is not in it and has to be put in, which a comment says in these words. */
export function yamlOf(camera: CameraConfig, showPassword: boolean, putPassword: string): readonly string[] {
  const address = showPassword ? camera.address : shownAddress(camera.address);
  const isMasked = address !== camera.address;
  return [
    '- id: camera-1',
    '  type: camera',
    `  address: ${JSON.stringify(address)}${isMasked ? `  # ${putPassword}` : ''}`,
    ...(camera.transport === 'udp' ? ['  transport: udp'] : []),
    ...(kindOf(camera.address) === 'file' ? ['  loop: true'] : []),
  ].map((line) => `      ${line}`);
}
