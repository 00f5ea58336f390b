// What budgets.mjs, which Node runs before anything is compiled, has to offer its test.
type Manifest = Readonly<Record<string, { file: string; imports?: string[] }>>;

interface Budget {
  page: string;
  starts: string[];
  later: string[];
  kbMax: number;
  never: string[];
}

export function firstLoad(manifest: Manifest, starts: string[]): string[];
export function judge(
  wanted: Budget[],
  manifest: Manifest,
  read: (file: string) => Buffer,
): { told: string[]; faults: string[] };
