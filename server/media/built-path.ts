// Where the built file is that a source file stands for: a process of its own is not read by the test runner. Pure.
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The path of `file`, relative to the file at `url`, in the server's dist, whether that runs from there or not. */
export function builtPath(url: string, file: string): string {
  const path = join(dirname(fileURLToPath(url)), file);
  const folder = `${sep}server${sep}`;
  const [before, after] = [path.slice(0, path.lastIndexOf(folder)), path.slice(path.lastIndexOf(folder))];
  return after.startsWith(`${folder}dist${sep}`)
    ? path
    : join(before, folder, 'dist', after.slice(folder.length));
}
