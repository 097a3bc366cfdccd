/** References that have been read, kept for the windows to come. */
import { statSync } from 'node:fs';
import { confined } from '../../analysis/confined';
import { openTable } from '../drift/dataTable';
import { prepareReference, type PreparedReference } from '../drift/preparedReference';

export class PreparedReferences {
  readonly #kept = new Map<string, PreparedReference>();

  /** @param most files that are kept; each may take half a gigabyte, unless few of its columns are read */
  constructor(private readonly most: number) {}

  /**
   * @param file absolute path; one that has changed is read again
   * @param columns that are read; all when left out
   * @throws DriftRefused, Error: as `openTable` and `prepareReference`
   */
  async of(file: string, columns?: readonly string[]): Promise<PreparedReference> {
    const found = statSync(file, { throwIfNoEntry: false });
    const key = `${file} ${found?.size} ${found?.mtimeMs} ${columns?.join('\n')}`;
    const prepared = this.#kept.get(key) ?? await confined([file], undefined, async (connection) => prepareReference(connection, await openTable(connection, 'reference', file), columns === undefined ? {} : { columns }));
    // The one that was used last goes last.
    this.#kept.delete(key);
    this.#kept.set(key, prepared);
    for (const old of [...this.#kept.keys()].slice(0, -this.most)) {
      this.#kept.delete(old);
    }
    return prepared;
  }
}
