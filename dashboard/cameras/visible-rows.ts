// Which rows of a long list are in view: only those are on the page, so that a thousand cameras scroll as ten do. Pure.

export interface Rows {
  /** First row that is drawn, and the one after the last. */
  readonly from: number;
  readonly to: number;
}

/** Rows drawn beyond the edge, so that a fast scroll shows no gap. */
const beyond = 8;

/** Rows of `rowPx` each that a view of `highPx` shows, scrolled down by `scrolledPx`. */
export function visibleRows(count: number, rowPx: number, scrolledPx: number, highPx: number): Rows {
  const from = Math.max(0, Math.floor(scrolledPx / rowPx) - beyond);
  const to = Math.min(count, Math.ceil((scrolledPx + highPx) / rowPx) + beyond);
  return { from: Math.min(from, to), to };
}
