// The lines of a camera as they are pasted under `sources:` of a site, or in a whole file for an agent (pure).
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

/** A file for an agent of this site on the machine of the server, with these lines of a source. */
export function fileOf(siteId: string, source: readonly string[]): readonly string[] {
  return [
    'server: ws://127.0.0.1:8080/mqtt',
    'data: ./agent-data',
    'sites:',
    `  - id: ${siteId}`,
    `    keyFile: ./${siteId}.key`,
    '    sources:',
    ...source,
  ];
}
