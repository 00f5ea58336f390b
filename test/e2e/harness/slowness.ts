// How busy the machine is with everything else: a promise in seconds is held against a quiet one.
import { cpus, loadavg } from 'node:os';

/** 1 on a machine whose cores are not all asked for; n where n programs wait for each core. */
export function slowness(): number {
  return Math.max(1, loadavg()[0]! / cpus().length);
}
