// What every server has heard of every site, by nobody's clock but the true one: presence is held to it (P1, P2).
import { hold } from './hold';

/** A will is believed after this grace, and silence alone is dark within that time (rule P2). */
const graceMs = 10_000;
const darkWithinMs = 45_000;

/** So much longer than the rule says a change may take to be in the log: looks, queries and retries take their time. */
const slackMs = 10_000;

interface Site {
  heardAtMs: number;
  isOnline: boolean;
}

/** What one server, in one life of it, has heard of one site's connections. */
interface Connection {
  /** Of the last birth. */
  link: string | null;
  /** When it heard the will of that very connection, or of any where it had heard no birth yet. */
  willAtMs: number | null;
  /** Wills that had their grace out before the next birth and may not be told yet: the store may be away for long. */
  untold: number;
}

export class PresenceTruth {
  private readonly sites = new Map<string, Site>();
  private readonly connections = new WeakMap<object, Map<string, Connection>>();
  /** Since when every server could hear everything and write it down; for a silence before that nobody is judged. */
  private calmSinceMs: number;

  constructor(
    siteIds: readonly string[],
    private readonly nowMs: () => number,
  ) {
    this.calmSinceMs = nowMs();
    for (const siteId of siteIds) this.sites.set(siteId, { heardAtMs: nowMs(), isOnline: false });
  }

  /** A server gets a message of this site. */
  heard(siteId: string): void {
    this.of(siteId).heardAtMs = this.nowMs();
  }

  /** This life of a server hears a birth or a will. */
  heardPresence(life: object, siteId: string, { online, link }: { online: boolean; link: string }): void {
    const connection = this.connectionOf(life, siteId);
    if (online) {
      if (this.isRipe(connection)) connection.untold += 1;
      connection.link = link;
      connection.willAtMs = null;
    } else if (connection.link === null || connection.link === link) connection.willAtMs ??= this.nowMs();
  }

  /** A server begins or ends, its line to the broker or its way to the store breaks: it could not hear or not write. */
  disturbed(): void {
    this.calmSinceMs = this.nowMs();
  }

  /** This life of a server has told that the site is dark. */
  wentDark(life: object, siteId: string, because: 'will' | 'silence'): void {
    const connection = this.connectionOf(life, siteId);
    const { willAtMs, untold } = connection;
    const isTrue = because !== 'will' || untold > 0 || this.isRipe(connection);
    hold(isTrue, 'P1 a late will is ignored', () => {
      const had = willAtMs === null ? 'none' : `one ${this.nowMs() - willAtMs} ms ago`;
      return `${siteId} went dark by a will, and of its present connection ${had} was heard`;
    });
    if (because === 'will' && untold > 0) connection.untold -= 1;
    else connection.willAtMs = null;
    this.of(siteId).isOnline = false;
  }

  cameOnline(siteId: string): void {
    this.of(siteId).isOnline = true;
  }

  /** Throws where a site is still shown as online although nothing has come from it for too long. */
  check(): void {
    const nowMs = this.nowMs();
    for (const [siteId, { isOnline, heardAtMs }] of this.sites) {
      const silentMs = nowMs - Math.max(heardAtMs, this.calmSinceMs);
      hold(!isOnline || silentMs <= darkWithinMs + slackMs, 'P2 dark within 45 s', () => {
        return `${siteId} is shown as online after ${silentMs} ms of silence`;
      });
    }
  }

  private isRipe({ willAtMs }: Connection): boolean {
    return willAtMs !== null && this.nowMs() - willAtMs >= graceMs;
  }

  private connectionOf(life: object, siteId: string): Connection {
    const ofLife = this.connections.get(life) ?? new Map<string, Connection>();
    this.connections.set(life, ofLife);
    const connection = ofLife.get(siteId) ?? { link: null, willAtMs: null, untold: 0 };
    ofLife.set(siteId, connection);
    return connection;
  }

  private of(siteId: string): Site {
    const site = this.sites.get(siteId);
    if (!site) throw new Error(`site ${siteId} is not simulated`);
    return site;
  }
}
