// A reason why the house can't be started, told to a person in one line; every step of the start throws it.

/** What kept the start from going on; `failed` is the rest, with the program's own last words. */
export type StartReason = 'no-space' | 'folder' | 'binaries' | 'settings' | 'mode' | 'busy' | 'failed';

/** Thrown by the steps of the start; its message is one line that names the cause and the remedy. */
export class StartFault extends Error {
  constructor(
    readonly reason: StartReason,
    line: string,
  ) {
    super(line);
    this.name = 'StartFault';
  }
}

/**
 * Turns what went wrong with a folder into a line for a person.
 * Errors that are not about space or permission are given back as they are.
 */
export function folderFault(dir: string, error: unknown): unknown {
  const text = error instanceof Error ? error.message : String(error);
  if (/ENOSPC|EDQUOT|No space left on device|Disk quota exceeded/.test(text)) {
    return new StartFault(
      'no-space',
      `No space left on the disk of ${dir}: free some, or set HAIXI_DATA to a folder elsewhere.`,
    );
  }
  if (/EACCES|EPERM|EROFS|ENOTDIR|EEXIST|Permission denied|Read-only file system/.test(text)) {
    return new StartFault(
      'folder',
      `The folder ${dir} can't be entered or written by this user: correct its permissions, or set HAIXI_DATA to another folder.`,
    );
  }
  return error;
}
