// The register's CSV: read into lines by its columns, each fault with its place, and written so that no spreadsheet runs it. Pure.
import { csvColumns } from '@haixi/proto/devices/sites';
import { CsvError, parse } from 'csv-parse/sync';

export type Column = (typeof csvColumns)[number];

/** So many lines are imported at once: more than a district's cameras, and few enough for one turn of the log. */
export const csvLinesMax = 1_500;

/** One line of the file. A column that the file does not have is not there; an empty cell is ''. */
export interface CsvLine {
  /** Number of the line in the file, the first being 1. */
  readonly line: number;
  readonly cells: Readonly<Partial<Record<Column, string>>>;
}

export type CsvRead =
  { readonly ok: true; readonly lines: readonly CsvLine[] } | { readonly ok: false; readonly told: string };

/** Columns without which a line can't be told from another. */
const needed: readonly Column[] = ['site_id', 'source_id'];

/** What people write: a cell of these that a spreadsheet would run is refused. The others have a form of their own. */
export const textColumns: readonly Column[] = [
  'site_name',
  'site_name_en',
  'address',
  'camera_name',
  'camera_name_en',
];

const numberColumns: readonly Column[] = ['lon', 'lat', 'heading_deg', 'fov_deg', 'range_m', 'height_m'];

/** Whether a spreadsheet would take this cell for a formula. */
export function isFormula(cell: string): boolean {
  return /^[=+\-@\t\r]/.test(cell);
}

/** A cell that shows this text and runs nothing, whatever it begins with. */
export function harmless(text: string): string {
  return isFormula(text) ? `'${text}` : text;
}

/** Reads the file; in any order of columns, with or without a byte order mark. */
export function readCsv(csv: string): CsvRead {
  const fault = (told: string): CsvRead => ({ ok: false, told });
  if (csv.includes('\ufffd')) return fault('the file is not in UTF-8: save it as “CSV UTF-8”');
  const rows: { record: string[]; line: number }[] = [];
  try {
    parse(csv, {
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: 20_000,
      on_record: (record: string[], { lines }) => {
        // Lines are counted to the record's end, and a quoted cell may hold some.
        const within = record.join('').split(/\r\n|\n|\r/).length - 1;
        rows.push({ record, line: lines - within });
        return record;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return fault(`line ${String(error['lines'] ?? '?')}: ${error.message}`);
  }
  const [head, ...body] = rows;
  if (!head) return fault('the file is empty: its first line names the columns');
  const names = head.record.map((name) => name.trim());
  const unknown = names.filter((name) => !csvColumns.some((column) => column === name));
  if (unknown.length > 0)
    return fault(
      `line 1: there is no column ${unknown.join(', ')}; the columns are ${csvColumns.join(', ')}`,
    );
  const twice = names.filter((name, at) => names.indexOf(name) !== at);
  if (twice.length > 0) return fault(`line 1: the column ${twice.join(', ')} is there twice`);
  const missing = needed.filter((column) => !names.includes(column));
  if (missing.length > 0) return fault(`line 1: the column ${missing.join(', ')} is missing`);
  if (body.length > csvLinesMax)
    return fault(`the file has ${body.length} lines, and ${csvLinesMax} are the most: split it`);
  const lines: CsvLine[] = [];
  for (const { record, line } of body) {
    if (record.length > names.length)
      return fault(`line ${line}: it has ${record.length} cells, and there are ${names.length} columns`);
    const cells = names.map((name, at) => [name, (record[at] ?? '').trimEnd()]);
    lines.push({ line, cells: Object.fromEntries(cells) as CsvLine['cells'] });
  }
  return { ok: true, lines };
}

/** A line as it is written. */
export type CsvRow = Readonly<Partial<Record<Column, string | number | null>>>;

/** The file of these lines, in the order of the columns; a spreadsheet opens it as UTF-8 and runs nothing of it. */
export function writeCsv(lines: readonly CsvRow[]): string {
  const rows = lines.map((line) =>
    csvColumns.map((column) => {
      const value = line[column] ?? '';
      return quoted(numberColumns.includes(column) ? String(value) : harmless(String(value)));
    }),
  );
  return fileOf([csvColumns, ...rows]);
}

/** A file of these columns and lines; a spreadsheet opens it as UTF-8 and runs nothing of it. */
export function csvOf(columns: readonly string[], lines: readonly (readonly string[])[]): string {
  return fileOf([columns, ...lines.map((line) => line.map((cell) => quoted(harmless(cell))))]);
}

function fileOf(rows: readonly (readonly string[])[]): string {
  return `\ufeff${rows.map((row) => row.join(',')).join('\r\n')}\r\n`;
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
