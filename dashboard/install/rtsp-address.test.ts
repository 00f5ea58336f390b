// A camera's login goes into the address whole, and out of one that was pasted.
import { cameraAddressSchema } from '@haixi/proto/devices/site-config';
import { expect, it } from 'vitest';
import { isRtsp, parted, withLogin } from './rtsp-address';

it('any password passes, and is the same when it comes out', () => {
  const login = { user: 'admin', password: 'p@ss:w/ö?#(1)' };
  const whole = withLogin('rtsp://192.168.1.64:554/ch1', login);
  expect(cameraAddressSchema.safeParse({ address: whole }).success).toBe(true);
  expect(new URL(whole.replace('rtsp:', 'http:')).hostname).toBe('192.168.1.64');
  expect(parted(whole)).toEqual({ address: 'rtsp://192.168.1.64:554/ch1', login });
});

it('without a login the address stays as it is', () => {
  expect(withLogin(' rtsp://10.0.0.9/a ', { user: '', password: '' })).toBe('rtsp://10.0.0.9/a');
  expect(parted('rtsp://10.0.0.9/a')).toEqual({ address: 'rtsp://10.0.0.9/a', login: null });
});

it('a password with an @ that was not encoded is parted at the last one', () => {
  expect(parted('rtsp://u:p@ss@10.0.0.9/a')).toEqual({
    address: 'rtsp://10.0.0.9/a',
    login: { user: 'u', password: 'p@ss' },
  });
});

it('what is no RTSP address is told before it is sent', () => {
  const tried = ['rtsp://10.0.0.9/a', 'rtsps://[fd00::9]/a', 'http://10.0.0.9/', 'rtsp://', 'rtsp://a b/'];
  expect(tried.map(isRtsp)).toEqual([true, true, false, false, false]);
});
