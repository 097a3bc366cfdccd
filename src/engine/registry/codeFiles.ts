/** Files of a model that run code when it is loaded: pickles, and Python code. They are looked at, never loaded. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import path from 'node:path';

export interface CodeFile {
  /** relative to the model's folder, with "/" */
  readonly path: string;
  readonly kind: 'pickle' | 'code';
}

/** joblib, cloudpickle, dill and torch write pickles too, under these names. */
const PICKLE_NAMES = /\.(pkl|pickle|joblib|dill|cloudpickle|pt|pth|ckpt)(\.(gz|bz2|xz|z|lzma))?$/i;
const CODE_NAMES = /\.(py|pyc|pyd|so|dll|dylib)$/i;
const HEAD_BYTES = 4096;

/** All such files of a folder, by path; of a model that is a single file, that one. */
export async function codeFiles(folder: string): Promise<CodeFile[]> {
  if ((await stat(folder)).isFile()) {
    const kind = await kindOf(folder);
    return kind === undefined ? [] : [{ path: path.basename(folder), kind }];
  }
  const found: CodeFile[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    // A link that leads nowhere, or to a folder, is nothing that a loader reads as a file.
    const isFile = entry.isFile() || (entry.isSymbolicLink() && (await stat(file).catch(() => undefined))?.isFile() === true);
    const kind = isFile ? await kindOf(file) : undefined;
    if (kind !== undefined) {
      found.push({ path: path.relative(folder, file).split(path.sep).join('/'), kind });
    }
  }
  return found.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

async function kindOf(file: string): Promise<CodeFile['kind'] | undefined> {
  if (CODE_NAMES.test(file)) {
    return 'code';
  }
  return PICKLE_NAMES.test(file) || isPickle(await head(file)) ? 'pickle' : undefined;
}

/**
 * By its first bytes: PROTO and a protocol from 2 to 5 (Python's pickletools), torch's zip around a data.pkl, an .npy file of objects
 * (numpy.lib.format). Older protocols have no mark: they are told by their names alone.
 */
export function isPickle(bytes: Buffer): boolean {
  const marked = bytes.length > 2 && bytes[0] === 0x80 && (bytes[1] ?? 0) >= 2 && (bytes[1] ?? 0) <= 5;
  const zipped = bytes.subarray(0, 4).equals(Buffer.from('PK\x03\x04', 'latin1')) && bytes.includes('data.pkl');
  const objects = bytes.subarray(0, 6).equals(Buffer.from('\x93NUMPY', 'latin1')) && /'descr':\s*'\|O/.test(bytes.toString('latin1'));
  return marked || zipped || objects;
}

async function head(file: string): Promise<Buffer> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** sha256 of a file, read in parts. */
export async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) {
    hash.update(chunk as Buffer);
  }
  return hash.digest('hex');
}
