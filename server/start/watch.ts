// For `npm run dev`: tells when the compiler has written new files, once for a burst of them.
import { watch } from 'node:fs';

/** Calls `changed` some moments after the last change of a built script in one of the folders. */
export function watchBuild(folders: string[], changed: () => void): void {
  let timer: NodeJS.Timeout | undefined;
  for (const folder of folders) {
    watch(folder, { recursive: true }, (_event, file) => {
      if (!file?.endsWith('.js')) return;
      clearTimeout(timer);
      timer = setTimeout(changed, 400);
    });
  }
}
