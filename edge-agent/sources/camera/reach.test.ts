// Addresses of cameras that come from the server: none leads to the box itself, in whatever spelling.
import { describe, expect, it } from 'vitest';
import { cameraSchema } from './camera-config.js';
import { faultTexts } from './fault.js';
import { newReach } from './reach.service.js';

const camera = (address: string, substream?: string) =>
  cameraSchema.parse({ id: 'camera-1', type: 'camera', address, ...(substream ? { substream } : {}) });

describe('a camera’s address from the server', () => {
  it.each([
    'rtsp://127.0.0.1/s',
    'rtsp://localhost:554/s',
    'rtsp://2130706433/s',
    'rtsp://0x7f000001/s',
    'rtsp://0177.0.0.1/s',
    'rtsp://127.1/s',
    'rtsp://[::1]/s',
    'rtsp://[::ffff:127.0.0.1]/s',
    'rtsp://[::ffff:a9fe:a9fe]/s',
    'rtsp://[::7f00:1]/s',
    'rtsp://[64:ff9b::7f00:1]/s',
    'rtsp://0.0.0.0/s',
    'rtsp://0/s',
    'rtsp://169.254.169.254/latest/meta-data',
    'rtsp://admin:x@169.254.1.9/s',
    'rtsp://[fe80::1]/s',
    'rtsp://[fd00:ec2::254]/s',
    'rtsp://100.100.100.200/s',
    'rtsp://239.0.0.1/s',
    'rtsp://255.255.255.255/s',
  ])('%s leads nowhere', async (address) => {
    expect(await newReach(false)(camera(address))).toEqual({
      ok: false,
      fault: faultTexts.forbiddenAddress,
    });
    const asSubstream = camera('rtsp://192.0.2.1/main', address);
    expect(await newReach(false)(asSubstream)).toMatchObject({ ok: false });
  });

  it('of a camera is opened as it was looked at, with login, port and path as they were', async () => {
    const password = 'rtsp://admin:p%40ss@192.0.2.9:8554/stream1?channel=1#x';
    expect(await newReach(false)(camera(password, 'rtsp://[2001:db8::9]/sub'))).toMatchObject({
      ok: true,
      opened: { address: password, substream: 'rtsp://[2001:db8::9]/sub' },
    });
    expect(await newReach(false)(camera('rtsp://no-such-host.invalid/s'))).toEqual({
      ok: false,
      fault: faultTexts.name,
    });
  });

  it('may be loopback where a test or a demonstration says so, and nothing else', async () => {
    expect(await newReach(true)(camera('rtsp://localhost/s'))).toMatchObject({
      ok: true,
      opened: { address: expect.stringMatching(/^rtsp:\/\/(127\.0\.0\.1|\[::1\])\/s$/) },
    });
    expect(await newReach(true)(camera('rtsp://169.254.169.254/s'))).toMatchObject({ ok: false });
    expect(await newReach(true)(camera('rtsp://0.0.0.0/s'))).toMatchObject({ ok: false });
  });
});
