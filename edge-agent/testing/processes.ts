// Which processes of this machine run with a text in their command line, as Linux tells it.
import { readdirSync, readFileSync } from 'node:fs';

/** Command lines that hold the text, of programs other than this one. */
export function commandLinesWith(text: string): string[] {
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  return ids.map(commandLine).filter((command) => command.includes(text));
}

/** Of these the ones that this very process has started: what others run on this machine is none of its business. */
export function childCommandsWith(text: string): string[] {
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && parentOf(name) === process.pid);
  return ids.map(commandLine).filter((command) => command.includes(text));
}

function parentOf(id: string): number | null {
  try {
    const parent = /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1];
    return parent === undefined ? null : Number(parent);
  } catch {
    return null;
  }
}

function commandLine(id: string): string {
  try {
    return readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    // It has ended meanwhile.
    return '';
  }
}
