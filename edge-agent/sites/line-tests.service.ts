// Measures a site's line up to the server when it asks: random bytes, which nothing on the way can make fewer.
import { randomBytes } from 'node:crypto';
import { deviceRoutes, lineTestBytes } from '@haixi/proto/devices/device-routes';
import type { SiteReply } from '@haixi/proto/mqtt/messages';
import type { Clock } from '../clock.js';
import { faultText, type Say } from '../line.js';

/** Long enough for a line of 100 kbit/s. */
const doneWithinMs = 90_000;

export interface LineTestsParts {
  /** Origin of the server's web address; null where the configuration has none. */
  readonly web: string | null;
  readonly siteId: string;
  readonly key: string;
  readonly clock: Clock;
  readonly say: Say;
}

export class LineTests {
  private running: AbortController | null = null;

  constructor(private readonly parts: LineTestsParts) {}

  /** Begins one, or says why not. Its result is the server's, who counts the bytes. */
  measure(ticket: string): SiteReply['result'] {
    const { web } = this.parts;
    if (web === null) return 'no_way';
    if (this.running) return 'busy';
    const abort = new AbortController();
    this.running = abort;
    void this.send(web, ticket, abort).finally(() => (this.running = null));
    return 'done';
  }

  stop(): void {
    this.running?.abort(new Error('the agent stops'));
  }

  private async send(web: string, ticket: string, abort: AbortController): Promise<void> {
    const { siteId, key, clock, say } = this.parts;
    const stopTimer = clock.after(doneWithinMs, () => abort.abort(new Error('it takes too long')));
    const path = deviceRoutes.putLineTest.path.replace(':siteId', siteId).replace(':ticket', ticket);
    try {
      const response = await fetch(`${web}${path}`, {
        method: 'PUT',
        headers: {
          'content-type': 'application/octet-stream',
          authorization: `Basic ${Buffer.from(`${siteId}:${key}`).toString('base64')}`,
        },
        body: new Uint8Array(randomBytes(lineTestBytes)),
        redirect: 'manual',
        signal: abort.signal,
      });
      await response.arrayBuffer();
      say('line_measured', { status: response.status });
    } catch (cause) {
      say('line_not_measured', { why: faultText(cause) });
    } finally {
      stopTimer();
    }
  }
}
