// What may grow, by what rule, and how far everything else may: a table or a list that is not named here is a fault. Pure.
import type { Measured } from './measure';

/** A fact is kept by rule and grows with the incidents; anything else has a bound that no number of weeks moves. */
type Rule =
  | { readonly kept: string; readonly perIncident: number; readonly bytesPerRow: number }
  | { readonly rowsAtMost: number; readonly because: string };

const sites = 40;
const sources = 160;
const dayMinutes = 1_440;
const areas = 9;
const people = 30;
const units = 12;
/** Those whom the start makes a link for. */
const linked = 9;

/** Registers never grow by themselves. */
const registered = (rowsAtMost: number): Rule => ({ rowsAtMost, because: 'one row for what is registered' });

export const tableRules: Readonly<Record<string, Rule>> = {
  log: { kept: 'the log is for good: audit, case files, replay', perIncident: 60, bytesPerRow: 3_000 },
  alarms: { kept: 'an entry is stored once, for ever (D3)', perIncident: 6, bytesPerRow: 1_000 },
  incidents: { kept: 'what people handled', perIncident: 1, bytesPerRow: 12_000 },
  photos: { kept: 'they belong to their incident', perIncident: 4, bytesPerRow: 1_500 },
  snapshots: { kept: 'they belong to their alarm; X2 is not yet', perIncident: 4, bytesPerRow: 1_500 },
  commands: { kept: 'the answer to a key, 400 days (T1)', perIncident: 60, bytesPerRow: 3_000 },
  areas: registered(areas),
  area_heads: registered(areas),
  sites: registered(sites),
  sources: registered(sources),
  units: registered(units),
  unit_people: registered(15),
  people: registered(people),
  grants: registered(people),
  register: { rowsAtMost: 1, because: 'one number' },
  settings: { rowsAtMost: 10, because: 'one row a setting' },
  // Of those below a week of shifts makes none: they grow with what people set up, by hand.
  tokens: registered(0),
  orders: registered(0),
  order_checks: registered(0),
  stickers: registered(0),
  asked_tests: registered(0),
  recovery_codes: registered(0),
  invitations: { rowsAtMost: people, because: 'one open link a person, a day' },
  known_addresses: { rowsAtMost: people * 100, because: 'addresses of thirty days' },
  sign_in_tries: { rowsAtMost: people * 100, because: 'wrong tries of fifteen minutes' },
  rounds: { rowsAtMost: people * areas, because: 'one a person and area, while it lasts' },
  round_looks: { rowsAtMost: 20_000, because: 'looks of open rounds' },
  snapshot_looks: { kept: 'who has seen a snapshot is told once', perIncident: 4 * people, bytesPerRow: 500 },
  positions: { rowsAtMost: units, because: 'the latest of each unit' },
  readings: { rowsAtMost: sites, because: 'the latest of each site' },
  desks: { rowsAtMost: people, because: 'one a person' },
  tablets: registered(people),
  watches: { rowsAtMost: people, because: 'when each person was seen last' },
  reading_history: { rowsAtMost: (sources + sites) * dayMinutes, because: 'one a minute, for a day' },
  refusals: { rowsAtMost: 60, because: 'one for each reason' },
  sessions: { rowsAtMost: people * 4, because: 'twelve hours, of three shifts' },
  sign_in_links: { rowsAtMost: linked * 5, because: 'a day' },
  deadlines: { rowsAtMost: 2_000, because: 'of open incidents, and a day longer' },
  views: { rowsAtMost: people * 64, because: 'while they last' },
  gaps: { rowsAtMost: sites * 10, because: 'until they are filled or acknowledged' },
  received: {
    rowsAtMost: sites * 80,
    because: 'ranges of the present outbox, and of some twenty earlier ones',
  },
  quarantine: { rowsAtMost: 100_000, because: 'ninety days, and a hundred thousand at most' },
  camera_troubles: { rowsAtMost: sources * 300 * 90, because: 'ninety days' },
};

/** Lists that are long by intent. All others are short, whatever happens. */
const memoryAtMost: Readonly<Record<string, number>> = {
  'Recent.kept[]': areas * 1_000,
  // Photos that a kept event names.
  'Recent.kept[][].data.photoIds': areas * 1_000 * 10,
  'RareLines.said': 1_000,
  'Streams.asked': 1_000,
};
const shortAtMost = 500;

const timersAtMost = 60;
const handlesMoreAtMost = 20;
/** A heap that holds its caches and compiled code after the first days may breathe by so much. */
const heapMoreMbAtMost = 24;
/** A page of slack for each table and index, and what a day's work leaves between two vacuums. */
const emptyTableBytes = 1_500_000;
const boundedRowBytes = 8_000;

/** Everything that grew beyond what bounds it; nothing where all is well. `all` is in order, the first taken when warm. */
export function grown(all: readonly Measured[]): string[] {
  const [first, last] = [all[0], all.at(-1)];
  if (!first || !last) return ['nothing was measured'];
  return [...tableFaults(last), ...memoryFaults(last), ...processFaults(first, last)];
}

function tableFaults({ tables, incidents }: Measured): string[] {
  return Object.entries(tables).flatMap(([name, { rows, bytes }]) => {
    const rule = tableRules[name];
    if (!rule) return [`table ${name}: nobody has said what bounds it`];
    const rowsAtMost = 'kept' in rule ? rule.perIncident * incidents + 200 : rule.rowsAtMost;
    const bytesAtMost = emptyTableBytes + rows * ('kept' in rule ? rule.bytesPerRow : boundedRowBytes);
    const why = 'kept' in rule ? `${rule.perIncident} for each of ${incidents} incidents` : rule.because;
    return [
      ...(rows > rowsAtMost ? [`table ${name}: ${rows} rows, at most ${rowsAtMost} (${why})`] : []),
      ...(bytes > bytesAtMost
        ? [`table ${name}: ${bytes} bytes for ${rows} rows, at most ${bytesAtMost}`]
        : []),
    ];
  });
}

function memoryFaults({ memory }: Measured): string[] {
  return Object.entries(memory).flatMap(([name, size]) => {
    const atMost = memoryAtMost[name] ?? shortAtMost;
    return size > atMost ? [`memory ${name}: ${size} entries, at most ${atMost}`] : [];
  });
}

function processFaults(first: Measured, last: Measured): string[] {
  const faults: string[] = [];
  if (last.timers > timersAtMost) faults.push(`timers: ${last.timers}, at most ${timersAtMost}`);
  if (last.listeners > first.listeners) faults.push(`listeners: ${first.listeners}, then ${last.listeners}`);
  if (last.handles > first.handles + handlesMoreAtMost)
    faults.push(`handles: ${first.handles}, then ${last.handles}`);
  if (last.heapMb > first.heapMb + heapMoreMbAtMost)
    faults.push(`heap: ${first.heapMb} MB, then ${last.heapMb} MB`);
  return faults;
}
