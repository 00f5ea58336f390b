// What wakes whoever follows the log: a hint that something may have been committed. It may come twice, late or not at all.

/** Nest's token as well; `PgHints` is the one over PostgreSQL, and a simulation brings its own. */
export abstract class Hints {
  /**
   * Calls `onHint` whenever something may have been committed, also when it begins to hear again after a break. The
   * answer ends it.
   */
  abstract listen(onHint: () => void): () => Promise<void>;
}
