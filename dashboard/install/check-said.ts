// What a check says in words of our own: its measure and limit, what was found, what to do. Pure; keys and blanks for words.
import type { Check } from '@haixi/proto/devices/orders';
import type { install } from '../i18n/zh/install';

export interface Words {
  readonly key: Extract<keyof typeof install, `hint.${string}` | `unit.${string}`>;
  readonly blanks: Blanks;
}

/** What may stand in the blanks of these words. */
export type Blanks = Partial<Record<'n' | 'size' | 'codec' | 'percent', string | number>>;

export interface Said {
  /** What was measured; null where nothing was. */
  readonly measure: Words | null;
  /** What its limit is. */
  readonly limit: Words | null;
  /** What was found or is to be done; null where nothing is to be said. */
  readonly hint: Words | null;
  /** The server's own words, where we have none: the box's word on what is wrong with its camera. */
  readonly own: string;
}

type Unit = 'm' | 'ms' | 's' | 'kbps' | 'zones';

/** The unit of each check that measures something, and whether its limit is the most or the least that is good. */
const units: Partial<Record<Check['check'], { unit: Unit; limit: 'limitMost' | 'limitLeast' | null }>> = {
  position: { unit: 'm', limit: 'limitMost' },
  clock: { unit: 'ms', limit: 'limitMost' },
  picture: { unit: 'ms', limit: null },
  'key-frames': { unit: 's', limit: 'limitMost' },
  privacy: { unit: 'zones', limit: null },
  bandwidth: { unit: 'kbps', limit: 'limitLeast' },
  alarm: { unit: 'ms', limit: 'limitMost' },
};

export function saidOfCheck(check: Check): Said {
  const how = units[check.check];
  const inUnit = (value: number): Words | null => {
    if (how === undefined) return null;
    const n = how.unit === 's' ? Math.round(value / 100) / 10 : Math.round(value);
    return { key: `unit.${how.unit}`, blanks: { n } };
  };
  // That there are no zones is said in words.
  const hasValue = check.value !== null && !(check.check === 'privacy' && check.value === 0);
  return {
    measure: hasValue ? inUnit(check.value!) : null,
    limit: check.limit !== null && how?.limit ? inUnit(check.limit) : null,
    hint: hintOf(check),
    own: check.check === 'codec' && check.state === 'failed' ? check.detail : '',
  };
}

/** The word for the limit of this check. */
export function limitKey(check: Check['check']): 'limitMost' | 'limitLeast' {
  return units[check]?.limit ?? 'limitMost';
}

function hintOf({ check, state, value, detail }: Check): Words | null {
  const say = (key: Words['key'], blanks: Blanks = {}): Words => ({ key, blanks });
  switch (check) {
    case 'position':
      if (state === 'waiting') return say('hint.position');
      return state === 'failed' ? say('hint.positionReason') : state === 'warn' ? say('hint.reasoned') : null;
    case 'place':
      return state === 'waiting' ? say('hint.place') : null;
    case 'notice':
      return state === 'waiting' ? say('hint.notice') : null;
    case 'credentials':
      if (state === 'ok') return null;
      return say(state === 'failed' ? 'hint.claimOver' : 'hint.box');
    case 'online':
      return state === 'ok' ? null : say('hint.online');
    case 'clock':
      return state === 'failed' ? say('hint.clock') : null;
    case 'picture':
      if (state === 'waiting') return say('hint.picture');
      return detail === '' ? null : say(state === 'warn' ? 'hint.stills' : 'hint.size', { size: detail });
    case 'codec': {
      const codec = detail.split(':')[0]!.toUpperCase();
      if (state === 'ok') return say('hint.codec', { codec });
      return state === 'warn' ? say('hint.codecStills', { codec }) : null;
    }
    case 'key-frames':
      return state === 'warn' || state === 'failed' ? say('hint.keyFrames') : null;
    case 'privacy': {
      if (state === 'running') return say('hint.masking');
      const cpu = maskingCost(detail);
      if (cpu !== null) return say('hint.maskingCost', { percent: cpu });
      return value === 0 ? say('hint.noZones') : null;
    }
    case 'bandwidth':
      if (state === 'waiting') return say('hint.bandwidth');
      return state === 'warn' || state === 'failed' ? say('hint.bandwidthLow') : null;
    case 'alarm':
      if (state === 'waiting') return say('hint.alarm');
      return state === 'failed' ? say('hint.alarmFailed') : null;
  }
}

/** What burning in the zones takes of one processor, in percent, out of the check's detail; null where it is not known. */
export function maskingCost(detail: string): number | null {
  const found = /^(\d+) %/.exec(detail);
  return found ? Number(found[1]) : null;
}
