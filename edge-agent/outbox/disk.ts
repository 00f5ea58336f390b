// The disk as outbox and snapshots need it, small enough that a test can tear it, fill it and pull its plug.

/** Paths are absolute. Everything rejects with the system's own error, whose `code` (ENOSPC …) is kept. */
export interface Disk {
  /** Makes the folder and its parents, so that they outlive a power cut. */
  makeFolder(folder: string): Promise<void>;
  /** Opens for reading and writing; a missing file is made empty. */
  open(path: string): Promise<DiskFile>;
  /** Names of what is in this folder, in no order. */
  names(folder: string): Promise<string[]>;
  /** Bytes that may still be written where this folder is. */
  freeBytes(folder: string): Promise<number>;
  rename(from: string, to: string): Promise<void>;
  /** Removes a file; one that isn't there is fine. */
  remove(path: string): Promise<void>;
  /** Makes names in this folder outlive a power cut. */
  syncFolder(folder: string): Promise<void>;
}

export interface DiskFile {
  /** Bytes in the file. */
  size(): Promise<number>;
  /** The bytes from a position, fewer only where the file ends. */
  read(from: number, bytes: number): Promise<Buffer>;
  write(from: number, bytes: Buffer): Promise<void>;
  truncate(bytes: number): Promise<void>;
  /** When this is done the bytes outlive a power cut. */
  sync(): Promise<void>;
  /** Waits for the reads that have begun. */
  close(): Promise<void>;
}

/** Why the disk did not take something, and what a person should do. */
export interface DiskFault {
  readonly reason: 'disk_full' | 'disk_error';
  readonly detail: string;
}

/** The fault behind a thrown error. */
export function diskFault(cause: unknown): DiskFault {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
  const told = cause instanceof Error ? cause.message : String(cause);
  return code === 'ENOSPC' || code === 'EDQUOT'
    ? { reason: 'disk_full', detail: 'the disk is full: free space in the data folder' }
    : { reason: 'disk_error', detail: `the disk did not take it: ${told}` };
}
