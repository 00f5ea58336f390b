// Which alarms of a batch are tests: of a site on test or not in use yet, or asked for by the server (rule N5).
import type { Tx } from '../store/database.store.js';
import type { AdmittedAlarm } from './admission.js';

/** A test alarm has to be stored within this time of being asked for; a later one is an alarm like any other. */
export const testComesWithinMs = 10 * 60_000;

/** What makes the alarms of a site tests. */
export interface TestedSite {
  readonly on_test_until_ms: number | null;
  readonly commissioned_at_ms: number | null;
}

/** What makes the alarms of a source tests. */
export interface TestedSource {
  readonly commissioned_at_ms: number | null;
}

/** Whether all alarms of this source are tests now. On test means until its very moment, whenever its end is told. */
export function isOnTest(site: TestedSite, source: TestedSource, nowMs: number): boolean {
  const { on_test_until_ms: untilMs } = site;
  if (site.commissioned_at_ms === null || source.commissioned_at_ms === null) return true;
  return untilMs !== null && nowMs < untilMs;
}

/** The tests that the server has asked for and that have not come, of a batch's entries that call themselves one. */
export class AskedTests {
  private readonly came = new Set<string>();

  private constructor(private readonly asked: ReadonlySet<string>) {}

  /** The sites are locked, so that of two entries with the same test only one is taken for it. */
  static async of(tx: Tx, entries: readonly AdmittedAlarm[], nowMs: number): Promise<AskedTests> {
    const tests = entries.flatMap(({ body }) => body.test ?? []);
    if (tests.length === 0) return new AskedTests(new Set());
    const rows = await tx
      .selectFrom('asked_tests')
      .select(['test', 'site_id', 'source_id'])
      .where('test', 'in', tests)
      .where('stored_at_ms', 'is', null)
      .where('asked_at_ms', '>=', nowMs - testComesWithinMs)
      .execute();
    return new AskedTests(new Set(rows.map((row) => keyOf(row.test, row.site_id, row.source_id))));
  }

  /** Whether this entry is a test that was asked for, of this very source; true once for each. */
  take({ siteId, body }: AdmittedAlarm): boolean {
    if (body.test === undefined || this.came.has(body.test)) return false;
    if (!this.asked.has(keyOf(body.test, siteId, body.sourceId))) return false;
    this.came.add(body.test);
    return true;
  }

  /** Notes when those that were taken were stored, in the transaction that stores them. */
  async save(tx: Tx, nowMs: number): Promise<void> {
    if (this.came.size === 0) return;
    const tests = [...this.came].toSorted();
    await tx.updateTable('asked_tests').set({ stored_at_ms: nowMs }).where('test', 'in', tests).execute();
  }
}

function keyOf(test: string, siteId: string, sourceId: string): string {
  return `${test}/${siteId}/${sourceId}`;
}
