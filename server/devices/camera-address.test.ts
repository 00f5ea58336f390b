// Addresses a camera can't have, in every spelling that some reader would take for them.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { refusedAddress, shownAddress } from './camera-address.js';

const at = (host: string) => `rtsp://user:word@${host}:554/live`;

type Bytes = readonly [number, number, number, number];
const byte = fc.integer({ min: 0, max: 255 });

/** Addresses of a box's own machine, of links, groups, nothing, and metadata services. */
const never: fc.Arbitrary<Bytes> = fc.oneof(
  fc.tuple(fc.constant(127), byte, byte, byte),
  fc.tuple(fc.constant(0), byte, byte, byte),
  fc.tuple(fc.constant(169), fc.constant(254), byte, byte),
  fc.tuple(fc.integer({ min: 224, max: 255 }), byte, byte, byte),
  fc.constantFrom<Bytes>([169, 254, 169, 254], [100, 100, 100, 200], [192, 0, 0, 192], [168, 63, 129, 16]),
);

/** Every way of writing a number that a resolver or a browser reads. */
const number = (value: number): fc.Arbitrary<string> =>
  fc.constantFrom(
    String(value),
    `0x${value.toString(16)}`,
    `0X${value.toString(16).toUpperCase()}`,
    `0x00${value.toString(16)}`,
    `0${value.toString(8)}`,
    `000${value.toString(8)}`,
  );

const percented = (host: string) =>
  Array.from(host, (char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`).join('');
const fullWidth = (host: string) =>
  Array.from(host, (char) =>
    /[0-9]/.test(char) ? String.fromCharCode(char.charCodeAt(0) + 0xfee0) : char,
  ).join('');

/** Four, three, two or one part, each in any notation; plain, percent-encoded, full-width, or with a dot behind. */
function spelled([a, b, c, d]: Bytes): fc.Arbitrary<string> {
  const groups = [
    [a, b, c, d],
    [a, b, c * 256 + d],
    [a, (b * 256 + c) * 256 + d],
    [((a * 256 + b) * 256 + c) * 256 + d],
  ];
  const typed = fc
    .constantFrom(...groups)
    .chain((parts) => fc.tuple(...parts.map(number)))
    .map((parts) => parts.join('.'));
  return fc
    .tuple(
      typed,
      fc.constantFrom(
        (host: string) => host,
        percented,
        fullWidth,
        (host: string) => `${host}.`,
      ),
    )
    .map(([host, disguised]) => disguised(host));
}

/** The same address inside an IPv6 one: mapped, compatible, translated, NAT64, 6to4. */
function embedded([a, b, c, d]: Bytes): fc.Arbitrary<string> {
  const dotted = `${a}.${b}.${c}.${d}`;
  const hex = `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  return fc.constantFrom(
    `[::ffff:${dotted}]`,
    `[::FFFF:${hex}]`,
    `[0:0:0:0:0:ffff:${hex}]`,
    `[::${dotted}]`,
    `[::ffff:0:${dotted}]`,
    `[64:ff9b::${dotted}]`,
    `[2002:${hex}::1]`,
  );
}

test('N6 no spelling of a refused IPv4 address gets by', () => {
  const written = never.chain((address) => fc.oneof(spelled(address), embedded(address)));
  fc.assert(
    fc.property(written, fc.constantFrom('rtsp', 'RTSP', 'rtsps'), (host, scheme) => {
      expect(refusedAddress(`${scheme}://admin:secret@${host}/live`)).not.toBeNull();
    }),
    { numRuns: 2_000 },
  );
});

test('N6 refused IPv6 addresses and names are refused in every case and length', () => {
  const hosts = [
    '[::1]',
    '[0:0:0:0:0:0:0:1]',
    '[::]',
    '[fe80::1]',
    '[FEBF:ffff::9]',
    '[fec0::1]',
    '[ff02::1]',
    '[fd00:ec2::254]',
    '[fd00:0ec2:0:0:0:0:0:254]',
    'localhost',
    'LOCALHOST',
    'localhost.',
    'cam.localhost',
    'localhost.localdomain',
    '%6cocalhost',
    'ip6-loopback',
    'metadata.google.internal',
    'METADATA.google.internal.',
    'metadata',
    'instance-data.ec2.internal',
  ];
  expect(hosts.filter((host) => refusedAddress(at(host)) === null)).toEqual([]);
});

test('N6 what is no camera’s address is refused, and what readers read in two ways', () => {
  const addresses = [
    'http://192.168.1.64/',
    'file:///etc/passwd',
    'rtsp://',
    'rtsp:///live',
    'rtsp://a b/',
    String.raw`rtsp://192.168.1.64\@127.0.0.1/`,
    'rtsp://192.168.1.64%2f@127.0.0.1/',
    'rtsp://192.168.1.64%00/',
    'rtsp://-x/',
  ];
  expect(addresses.filter((address) => refusedAddress(address) === null)).toEqual([]);
});

test('N6 addresses of a site’s own network are taken, and shown without what is secret', () => {
  const ordinary = [
    '192.168.1.64',
    '10.0.0.7',
    '172.16.3.4',
    '203.0.113.9',
    'camera-1.shop.local',
    '[fd12:3456::7]',
  ];
  expect(ordinary.filter((host) => refusedAddress(at(host)) !== null)).toEqual([]);
  fc.assert(
    fc.property(fc.ipV4(), (host) => {
      const [a, b] = host.split('.').map(Number);
      fc.pre(
        a! > 0 && a! < 224 && a !== 127 && !(a === 169 && b === 254) && a !== 100 && a !== 168 && a !== 192,
      );
      expect(refusedAddress(at(host))).toBeNull();
    }),
  );
  expect(shownAddress('rtsp://admin:pa%40ss@192.168.1.64:554/live?user=admin&password=x')).toBe(
    'rtsp://192.168.1.64:554/live?…',
  );
  expect(shownAddress('rtsp://192.168.1.64/user=admin&password=Geheim-77&channel=1.sdp')).toBe(
    'rtsp://192.168.1.64/…',
  );
});
