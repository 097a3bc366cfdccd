/** What can be wrong with a store, said for people. */

export type StoreTrouble = 'newer' | 'corrupt' | 'locked' | 'read-only' | 'full' | 'io';

/** A store that can't be opened or written. `message` says what happened, why, and what to do. */
export class StoreError extends Error {
  constructor(readonly kind: StoreTrouble, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreError';
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function pathOf(error: unknown): string | undefined {
  return error instanceof Error && 'path' in error && typeof error.path === 'string' ? error.path : undefined;
}

/**
 * Turns an error of SQLite or of the file system into a StoreError, where it tells of the store and not of the statement.
 * @param file the database file or folder that it happened to
 * @returns undefined for anything else (a constraint, a mistake in a statement)
 */
export function storeErrorFrom(error: unknown, file: string): StoreError | undefined {
  if (error instanceof StoreError) {
    return error;
  }
  const code = codeOf(error);
  const because = { cause: error };
  const at = pathOf(error) ?? file;
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT') {
    return new StoreError('full', `The disk is full, so the store ${file} could not take this write. Nothing that was acknowledged is lost. Free some space and try again.`, because);
  }
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') {
    return new StoreError('corrupt', `The store ${file} is damaged and was left as it is. Put a copy of it back (backups stand beside it as slipway.db.before-*), or move it away to start an empty one; "sqlite3 ${file} .recover" may save what is readable.`, because);
  }
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return new StoreError('locked', `Another process holds the store ${file}: one engine at a time may open it, also across hosts and containers. Use that engine, or stop it first.`, because);
  }
  if (code.startsWith('SQLITE_READONLY') || code === 'EROFS' || code === 'EACCES' || code === 'EPERM' || code.startsWith('SQLITE_PERM')) {
    return new StoreError('read-only', `The store ${file} can't be written${at === file ? '' : `, because ${at} can't`}: the folder or the file is read-only for this user. Make it writable, or keep runs in another folder (slipway --store DIR).`, because);
  }
  if (code.startsWith('SQLITE_CANTOPEN') || code === 'ENOTDIR' || code === 'EEXIST' || code === 'ENOENT') {
    return new StoreError('io', `The store ${file} can't be opened: a folder on its path is missing, is a file, or may not be entered. Check the path, or keep runs in another folder (slipway --store DIR).`, because);
  }
  if (code === 'SQLITE_IOERR_WRITE' || code === 'EFBIG') {
    return new StoreError('full', `The disk took no more of the store ${file} (${code}): it may be full, or the file may not grow past a limit (ulimit -f, a quota, FAT's 4 GB). Nothing that was acknowledged is lost. Free some space or raise the limit, then try again.`, because);
  }
  if (code.startsWith('SQLITE_IOERR')) {
    return new StoreError('io', `The disk reported an error while the store ${file} was used (${code}). Nothing that was acknowledged is lost. Check the disk and its free space.`, because);
  }
  return undefined;
}
