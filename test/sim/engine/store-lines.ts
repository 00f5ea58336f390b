// One program's connections to the simulated store: when each statement arrives, what befalls COMMIT, how one is lost.
import type { QueryResult } from 'kysely';
import type pg from 'pg';
import type { Backend, Outcome, Statement } from './backends';
import { Broken } from './broken';
import type { StoreLine, StoreLines } from './driver';
import type { Process } from './process';
import { nameOf, ownClockOrChanceIn, writtenBy } from './statement';
import type { StoreRun } from './store';

/** Something that was written for good. */
export interface Committed {
  readonly process: Process;
  /** The tables that were written to. */
  readonly tables: ReadonlySet<string>;
  /** True where it hinted that the log has grown. */
  readonly hinted: boolean;
}

const connectMs = 4;
/** Mean time of a statement that takes long, in ms. */
const slowMs = 500;

interface Waiting {
  readonly done: (line: Line) => void;
  readonly fail: (error: Error) => void;
}

class Line implements StoreLine {
  isLost = false;
  /** A statement of it is under way; its loss is told to that one. */
  fails: ((error: Error) => void) | null = null;
  /** Sent with the first statement of the transaction. */
  begins: Statement | null = null;
  isInTransaction = false;
  tables = new Set<string>();
  hinted = false;

  constructor(
    private readonly lines: StoreLinesOf,
    readonly backend: Backend,
  ) {}

  begin(text: string): void {
    this.begins = { text, values: [] };
  }

  statement(text: string, values: readonly unknown[]): Promise<QueryResult<never>> {
    return this.lines.statement(this, text, values);
  }

  async end(how: 'commit' | 'rollback'): Promise<void> {
    if (this.begins) this.begins = null;
    else await this.lines.statement(this, how, []);
  }
}

export class StoreLinesOf implements StoreLines {
  private readonly open = new Set<Line>();
  private readonly idle: Line[] = [];
  private readonly waiting: Waiting[] = [];
  private readonly abandoned: Promise<void>[] = [];
  private connecting = 0;

  constructor(
    private readonly store: StoreRun,
    readonly process: Process,
    private readonly most: number,
  ) {
    process.onKill(() => this.lose());
    this.loseNowAndThen();
  }

  has(backend: Backend): boolean {
    return [...this.open].some((line) => line.backend === backend);
  }

  /** As a pool does: one that is free, a new one, or the next that is given back. */
  take(): Promise<Line> {
    const free = this.idle.pop();
    if (free) return Promise.resolve(free);
    return new Promise((done, fail) => {
      this.waiting.push({ done, fail });
      this.connectForWaiting();
    });
  }

  give(given: StoreLine): void {
    const line = given as Line;
    if (line.isLost) return this.connectForWaiting();
    const next = this.waiting.shift();
    if (next) next.done(line);
    else this.idle.push(line);
  }

  statement(line: Line, text: string, values: readonly unknown[]): Promise<QueryResult<never>> {
    const own = ownClockOrChanceIn(text);
    if (own) this.store.scheduler.fail(new Broken('SQL reads no clock', `${own} in: ${text}`));
    return new Promise((done, fail) => {
      const { process } = this;
      line.fails = (error) => {
        line.fails = null;
        process.after(0.1, () => fail(error), null);
      };
      if (line.isLost) return line.fails(lost());
      const slow = this.store.faults.strikes('store.slow');
      const delayMs = process.chance.wait(slow ? slowMs : this.store.statementMs);
      this.store.scheduler.after(delayMs, `${process.name} ${nameOf(text)}`, () =>
        this.arrive(line, { text, values }, (outcome) => {
          // It may have been lost, or its program have died, while the statement waited for a lock.
          if (line.fails === null || !process.alive) return;
          line.fails = null;
          if (outcome.ok) process.deliver(() => done(asKysely(outcome.result)));
          else process.deliver(() => fail(outcome.error));
        }),
      );
    });
  }

  /** Every connection is lost: what waits for an answer is told so, what was open is undone. */
  lose(): void {
    this.idle.splice(0);
    for (const line of this.open) this.loseOne(line);
  }

  /** The run is over. */
  async end(): Promise<void> {
    this.lose();
    await Promise.all(this.abandoned);
  }
  private loseOne(line: Line): void {
    if (line.isLost) return;
    line.isLost = true;
    this.open.delete(line);
    const abandoned = this.store.backends.abandon(line.backend);
    this.abandoned.push(abandoned);
    this.store.scheduler.hold(abandoned);
    line.fails?.(lost());
  }

  /** The statement has come to PostgreSQL. */
  private async arrive(line: Line, statement: Statement, answer: (outcome: Outcome) => void): Promise<void> {
    if (line.isLost) return;
    const { faults, backends } = this.store;
    const { text } = statement;
    for (const table of writtenBy(text)) line.tables.add(table);
    if (text.includes('pg_notify')) line.hinted = true;
    const began = line.begins;
    if (began) line.isInTransaction = true;
    line.begins = null;
    const commits = text === 'commit' || !line.isInTransaction;
    const writes = commits && line.tables.size > 0;
    if (writes && faults.strikes('commit.diesBefore')) return this.process.kill();
    if (writes && faults.strikes('commit.lostBefore')) return this.loseOne(line);
    const at: { once: Outcome | null; isParked: boolean } = { once: null, isParked: false };
    await backends.execute(line.backend, began ? [began, statement] : [statement], (outcome) => {
      if (at.isParked) this.answerLater(line, commits, outcome, answer);
      else at.once = outcome;
    });
    if (at.once) return this.answered(line, commits, at.once, answer);
    at.isParked = true;
    faults.count('lock.waited');
    this.process.note('waits for a lock');
  }

  /** It waited for a lock, and somebody else's step has moved it: its answer is a step of its own. */
  private answerLater(
    line: Line,
    commits: boolean,
    outcome: Outcome,
    answer: (outcome: Outcome) => void,
  ): void {
    this.store.scheduler.after(0.1, `${this.process.name} has its lock`, () =>
      this.answered(line, commits, outcome, answer),
    );
  }

  private async answered(
    line: Line,
    commits: boolean,
    outcome: Outcome,
    answer: (outcome: Outcome) => void,
  ): Promise<void> {
    const { faults, scheduler } = this.store;
    if (!outcome.ok) this.process.note(`the store says ${codeOf(outcome.error)}`);
    if (!commits) {
      if (outcome.ok && outcome.result.command === 'ROLLBACK') this.cleared(line);
      return answer(outcome);
    }
    const written = { process: this.process, tables: line.tables, hinted: line.hinted };
    const isCommit = outcome.ok && outcome.result.command !== 'ROLLBACK' && written.tables.size > 0;
    this.cleared(line);
    if (!isCommit) return answer(outcome);
    await this.store.committed(written);
    if (faults.strikes('commit.diesAfter')) return this.process.kill();
    if (faults.strikes('commit.lostAfter')) return this.loseOne(line);
    // Between the commit and its answer there is time enough to die in.
    scheduler.after(this.process.chance.wait(this.store.statementMs), null, () => answer(outcome));
  }

  private cleared(line: Line): void {
    line.isInTransaction = false;
    line.tables = new Set();
    line.hinted = false;
  }

  private connectForWaiting(): void {
    while (this.waiting.length > 0 && this.open.size + this.connecting < this.most)
      this.connect(this.waiting.shift()!);
  }

  private connect({ done, fail }: Waiting): void {
    const { store, process } = this;
    this.connecting += 1;
    const connected = () => {
      this.connecting -= 1;
      if (store.isAway) {
        this.connectForWaiting();
        return fail(refused());
      }
      const taken = store.backends.take().then((backend) => {
        const line = new Line(this, backend);
        this.open.add(line);
        done(line);
      });
      store.scheduler.hold(taken);
    };
    process.after(process.chance.wait(connectMs), connected, 'connects to the store');
  }

  private loseNowAndThen(): void {
    const { faults, scheduler } = this.store;
    const inMs = faults.nextMs('store.lost');
    if (inMs === Infinity) return;
    scheduler.after(inMs, null, () => {
      if (!this.process.alive || faults.healed) return;
      faults.count('store.lost');
      this.process.note('loses its connections to the store');
      this.lose();
      this.loseNowAndThen();
    });
  }
}

function asKysely({ command, rowCount, rows }: pg.QueryResult<Record<string, unknown>>): QueryResult<never> {
  const affects = ['INSERT', 'UPDATE', 'DELETE', 'MERGE'].includes(command);
  return {
    rows: rows as never[],
    ...(affects ? { numAffectedRows: BigInt(rowCount ?? 0) } : {}),
  };
}

function lost(): Error {
  return new Error('Connection terminated unexpectedly');
}

function refused(): Error {
  return Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
}

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : error.message;
}
