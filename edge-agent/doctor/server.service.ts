// What the server itself says: whether it is one of ours, what time it has, and whether it lets each site in.
import { deviceRoutes } from '@haixi/proto/devices/device-routes';
import { siteConfigSchema } from '@haixi/proto/devices/site-config';
import { problemSchema } from '@haixi/proto/commands/routes';
import { faultText } from '../line.js';
import { Connection } from '../link/connection.service.js';
import type { Finding } from './finding.js';

const withinMs = 10_000;

/** Seconds between the box's clock and the server's: what a check of an installation lets pass, and what ruins times. */
const goodWithinS = 2.5;
const faultBeyondS = 10;

export interface Credentials {
  readonly id: string;
  readonly key: string;
}

/** Asks the web door with a site's key: its answer tells of key and clock at once. `nowMs` is asked when it comes. */
export async function askWeb(web: string, site: Credentials, nowMs: () => number): Promise<Finding[]> {
  const url = `${web}${deviceRoutes.siteConfig.path.replace(':siteId', site.id)}`;
  const login = Buffer.from(`${site.id}:${site.key}`).toString('base64');
  try {
    const response = await fetch(url, {
      headers: { authorization: `Basic ${login}` },
      redirect: 'manual',
      signal: AbortSignal.timeout(withinMs),
    });
    const json = jsonIn(await response.text());
    const code = problemSchema.safeParse(json).data?.code ?? null;
    const isOurs = code !== null || siteConfigSchema.safeParse(json).success;
    const about = `HTTP ${response.status}`;
    const door: Finding = isOurs
      ? { subject: 'web', of: '', state: 'ok', code: 'webGood', about: '' }
      : { subject: 'web', of: '', state: 'fault', code: 'webBad', about };
    const revoked: Finding[] =
      code === 'key_revoked'
        ? [{ subject: 'web', of: site.id, state: 'fault', code: 'keyRevoked', about: '' }]
        : [];
    return [door, ...revoked, clock(response.headers.get('date'), nowMs())];
  } catch (cause) {
    const why = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
    return [{ subject: 'web', of: '', state: 'fault', code: 'webBad', about: faultText(why) }];
  }
}

/** Connects as the agent would. Only where no agent does: a broker lets in one of a name at a time. */
export async function askBroker(server: string, { id, key }: Credentials, link: string): Promise<Finding> {
  const entered = Promise.withResolvers<null>();
  const connection = new Connection({
    server,
    siteId: id,
    key,
    link,
    opened: () => entered.resolve(null),
    received: () => {},
  });
  const tooLate = new Promise<{ detail: string }>((done) => {
    setTimeout(() => done({ detail: `nothing within ${withinMs / 1_000} s` }), withinMs).unref();
  });
  const ended = await Promise.race([entered.promise, connection.ended, tooLate]);
  connection.destroy();
  if (ended === null) return { subject: 'broker', of: id, state: 'ok', code: 'brokerGood', about: '' };
  return { subject: 'broker', of: id, state: 'fault', code: 'brokerBad', about: ended.detail };
}

/** A `Date` is of whole seconds. */
function clock(date: string | null, nowMs: number): Finding {
  const atMs = Date.parse(date ?? '');
  if (Number.isNaN(atMs)) return { subject: 'clock', of: '', state: 'warn', code: 'clockUnknown', about: '' };
  const apartS = Math.round(Math.abs(nowMs - atMs - 500) / 100) / 10;
  const isGood = apartS <= goodWithinS;
  const state = isGood ? 'ok' : apartS > faultBeyondS ? 'fault' : 'warn';
  return { subject: 'clock', of: '', state, code: isGood ? 'clockGood' : 'clockOff', about: String(apartS) };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
