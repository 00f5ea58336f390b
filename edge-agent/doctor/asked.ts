// What `haixi-agent doctor` was asked: whose configuration, in which language, for people or for programs (pure).
import { parseArgs } from 'node:util';
import { faultText } from '../line.js';
import type { Language } from './finding.js';

export interface Asked {
  /** A file of people's; null: an enrolled box's folder. */
  readonly config: string | null;
  readonly data: string;
  readonly json: boolean;
  readonly language: Language;
}

export const usage = 'haixi-agent doctor [--config FILE | --data DIR] [--json] [--lang en|zh]';

export function readAsked(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Asked | { fault: string } {
  try {
    const { values } = parseArgs({ args: [...args], options });
    const told = env.LC_ALL || env.LC_MESSAGES || env.LANG || '';
    const language = values.lang ?? (/^zh/i.test(told) ? 'zh' : 'en');
    if (language !== 'en' && language !== 'zh') return { fault: usage };
    return {
      config: values.config ?? (values.data === undefined ? (env.HAIXI_AGENT_CONFIG ?? null) : null),
      data: values.data ?? env.HAIXI_AGENT_DATA ?? './agent-data',
      json: values.json ?? false,
      language,
    };
  } catch (cause) {
    return { fault: `${faultText(cause)}: ${usage}` };
  }
}

const options = {
  config: { type: 'string' },
  data: { type: 'string' },
  json: { type: 'boolean' },
  lang: { type: 'string' },
} as const;
