/** Artifacts as files: an upload stands under a temporary name until all of it is on the disk. */
import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { OpenArtifact } from '../../download';
import { invalid, missing } from '../../mlflowErrors';
import { confined } from './artifactPaths';

export interface ArtifactFile {
  /** relative to the listed root, with forward slashes */
  readonly path: string;
  readonly is_dir: boolean;
  readonly file_size?: number;
}

const PARTIAL = '.partial';

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

export class ArtifactStore {
  /** @param destination absolute folder behind `mlflow-artifacts:/` */
  constructor(readonly destination: string) {}

  /** Removes uploads that a crash has left half done. */
  async sweep(): Promise<void> {
    await rm(path.join(this.destination, PARTIAL), { recursive: true, force: true });
  }

  /**
   * Lists a folder, names ascending.
   * @returns nothing for a folder that does not exist; for a file, nothing either
   */
  async list(root: string, given: string): Promise<ArtifactFile[]> {
    const folder = await confined(root, given);
    try {
      const entries = (await readdir(folder)).filter((name) => !(name === PARTIAL && folder === this.destination)).sort();
      const prefix = given.replace(/^\.?\/+|\/+$/g, '');
      return await Promise.all(entries.map(async (name): Promise<ArtifactFile> => {
        const file = await stat(path.join(folder, name));
        const relative = prefix === '' ? name : `${prefix}/${name}`;
        return file.isDirectory() ? { path: relative, is_dir: true } : { path: relative, is_dir: false, file_size: file.size };
      }));
    } catch (error) {
      if (isMissing(error)) {
        return [];
      }
      throw error;
    }
  }

  /** @throws RESOURCE_DOES_NOT_EXIST; INVALID_PARAMETER_VALUE for a folder */
  async read(root: string, given: string): Promise<OpenArtifact> {
    const file = await confined(root, given);
    try {
      const about = await stat(file);
      if (!about.isFile()) {
        throw invalid(`The artifact path '${given}' is a folder; only files can be downloaded.`);
      }
      return { size: about.size, name: path.basename(file), stream: (part) => createReadStream(file, part === undefined ? {} : { start: part.first, end: part.last }) };
    } catch (error) {
      throw isMissing(error) ? missing(`No such artifact: '${given}'`) : error;
    }
  }

  /** Writes a whole file or nothing: what is acknowledged is on the disk under its own name. */
  async write(root: string, given: string, content: Readable): Promise<void> {
    const file = await confined(root, given);
    if (file === path.join(root)) {
      throw invalid('Invalid path: an artifact needs a name.');
    }
    const partials = path.join(this.destination, PARTIAL);
    await mkdir(partials, { recursive: true });
    const partial = path.join(partials, randomUUID());
    try {
      await writeSynced(partial, content);
      await mkdir(path.dirname(file), { recursive: true });
      await rename(partial, file);
      await syncFolder(path.dirname(file));
    } catch (error) {
      await rm(partial, { force: true });
      throw error;
    }
  }

  /** Deletes a file, or a folder with all that is in it. */
  async delete(root: string, given: string): Promise<void> {
    const target = await confined(root, given);
    try {
      await rm(target, { recursive: true });
    } catch (error) {
      throw isMissing(error) ? missing(`No such artifact: '${given}'`) : error;
    }
  }
}

async function writeSynced(file: string, content: Readable): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    // Not destroyed when writing fails: whoever sent it may have more to say on its connection.
    await handle.writeFile(content.iterator({ destroyOnReturn: false }));
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') {
    return; // folders can't be opened there
  }
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
