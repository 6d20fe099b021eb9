/** Why a folder cannot be written, in words that name no setting and no content. */
export type FolderFault = 'folder-full' | 'not-writable' | 'missing';

const FAULTS: Readonly<Record<string, FolderFault>> = {
  ENOSPC: 'folder-full',
  EDQUOT: 'folder-full',
  EFBIG: 'folder-full',
  EACCES: 'not-writable',
  EPERM: 'not-writable',
  EROFS: 'not-writable',
  ENOENT: 'missing',
  ENOTDIR: 'missing',
};

/** The folder that a package was to be written in could not take it; nothing of the package is left there. */
export class FolderError extends Error {
  override readonly name = 'FolderError';
  readonly code: FolderFault;
  constructor(code: FolderFault, cause: unknown) {
    super(code, { cause });
    this.code = code;
  }
}

/** The same error, as a FolderError where the file system's own code says that it is one. */
export function folderErrorOf(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? FAULTS[String(error.code)] : undefined;
  return code ? new FolderError(code, error) : error;
}
