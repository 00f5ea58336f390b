// What `haixi-agent enroll` and `haixi-agent run` were asked: which server, which folder, which sticker (pure).
import { parseArgs } from 'node:util';
import { faultText } from '../line.js';

export interface Asked {
  /** Null where the folder knows it already. */
  readonly server: string | null;
  readonly data: string;
  /** The sticker’s text, or null: then it stands in `file`, on stdin or in the folder. */
  readonly sticker: string | null;
  readonly file: string | null;
  /** Give up the credentials that the folder has, for new ones. */
  readonly anew: boolean;
  /** Only come for the credentials, and end. */
  readonly once: boolean;
  readonly http: { readonly host: string; readonly port: number };
}

export type ReadAsked = { ok: true; asked: Asked } | { ok: false; faults: readonly string[] };

export const usage = [
  'haixi-agent enroll --server https://CENTRE [--data DIR] [--once] [--anew] "HX1:…" | --file FILE | -',
  'haixi-agent run [--data DIR] [--http HOST:PORT]',
] as const;

/** Reads the arguments behind the word; `-` is stdin. Environment: HAIXI_SERVER, HAIXI_AGENT_DATA. */
export function readAsked(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): ReadAsked {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const http = readHttp(values.http);
    if (positionals.length > 1 || http === null) return { ok: false, faults: usage };
    const asked: Asked = {
      server: values.server ?? env.HAIXI_SERVER ?? null,
      data: values.data ?? env.HAIXI_AGENT_DATA ?? './agent-data',
      sticker: positionals[0] ?? null,
      file: values.file ?? null,
      anew: values.anew ?? false,
      once: values.once ?? false,
      http,
    };
    return { ok: true, asked };
  } catch (cause) {
    return { ok: false, faults: [faultText(cause), ...usage] };
  }
}

const options = {
  server: { type: 'string' },
  data: { type: 'string' },
  file: { type: 'string' },
  http: { type: 'string' },
  anew: { type: 'boolean' },
  once: { type: 'boolean' },
} as const;

function readHttp(text = '127.0.0.1:9300'): Asked['http'] | null {
  const [, host, port] = /^(.+):(\d{1,5})$/.exec(text) ?? [];
  return host === undefined || Number(port) > 65_535 ? null : { host, port: Number(port) };
}
