/** References that have been read, kept for the windows to come. */
import { statSync } from 'node:fs';
import { confined } from '../../analysis/confined';
import { openTable } from '../drift/dataTable';
import { prepareReference, type PreparedReference } from '../drift/preparedReference';

/** Of so many files; each may take half a gigabyte. */
const KEPT = 2;

export class PreparedReferences {
  readonly #kept = new Map<string, PreparedReference>();

  /**
   * @param file absolute path; one that has changed is read again
   * @throws DriftRefused, Error: as `openTable` and `prepareReference`
   */
  async of(file: string): Promise<PreparedReference> {
    const found = statSync(file, { throwIfNoEntry: false });
    const key = `${file} ${found?.size} ${found?.mtimeMs}`;
    const prepared = this.#kept.get(key) ?? await confined([file], undefined, async (connection) => prepareReference(connection, await openTable(connection, 'reference', file)));
    // The one that was used last goes last.
    this.#kept.delete(key);
    this.#kept.set(key, prepared);
    for (const old of [...this.#kept.keys()].slice(0, -KEPT)) {
      this.#kept.delete(old);
    }
    return prepared;
  }
}
