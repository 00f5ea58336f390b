// One request for every route: what it is about, what is sent, and what those are answered who may. A route without a line fails the walk.
import type { Action } from '@haixi/proto/commands/actions';
import { accountSamples } from './samples-accounts.js';
import { commandSamples } from './samples-commands.js';
import { deviceSamples } from './samples-devices.js';
import { watchSamples } from './samples-watch.js';
import type { Said } from './expected.js';
import type { Street } from './street.js';

export interface Sample {
  /** `thing`: something that lies in the walk's area. `own`: whatever of one's own areas or oneself there is. */
  readonly about: 'thing' | 'own';
  readonly params?: (street: Street) => Readonly<Record<string, string>>;
  readonly query?: (street: Street) => Readonly<Record<string, string>>;
  /** JSON; `picture` is a photo, `bytes` are any. `n` differs from request to request. */
  readonly body?: ((street: Street, n: number) => object) | 'picture' | 'bytes';
  /** What whoever may is answered: the status, or the status and the code of a refusal that is not about rights. */
  readonly answers: readonly Said[];
  /** Whoever may do it elsewhere alone is told that there is no such thing; whoever may nowhere, that they may not. */
  readonly hiddenElsewhere?: true;
  /** Whoever may not do this here is told that there is no such thing. */
  readonly hiddenBy?: Action;
  /** What the answer of a route about one's `own` shows to whoever has this area, and to nobody else. */
  readonly shows?: (street: Street) => string;
  /** It ends the session it came by, so each comes by a new one. */
  readonly endsSession?: true;
}

export const samples: Readonly<Record<string, Sample>> = {
  ...accountSamples,
  ...watchSamples,
  ...commandSamples,
  ...deviceSamples,
};
