// Why something about a device was not done: a code of the closed list, and the part of it that differs. Pure.
import type { InstallCode } from '@haixi/proto/devices/install-codes';

/** `told` is what a person needs beside the code: metres, what is missing, a name. It holds no secret. */
export interface Refused {
  readonly ok: false;
  readonly reason: InstallCode | 'not_found' | 'not_allowed';
  readonly told: string;
}

export function refused(reason: Refused['reason'], told = ''): Refused {
  return { ok: false, reason, told };
}
