/** Which values of metrics slipway.yaml calls better, as the file stands now: it is looked at with each question, and read when it has changed. */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseProjectFile } from '../../projectFile/parse';
import { projectDirectionTag } from '../../protocol/direction';
import type { KeyValue } from '../../protocol/mlflow';
import { PROJECT_FILE } from '../../protocol/projectFile';

export class ProjectDirections {
  readonly #file: string;
  #stamp = '';
  #tags: readonly KeyValue[] = [];

  /**
   * @param store absolute .slipway folder, beside which the file stands
   * @param changed called after another direction than before was read, but not for the first reading
   */
  constructor(store: string, private readonly changed: () => void) {
    this.#file = path.join(path.dirname(store), PROJECT_FILE);
  }

  /** The directions as tags of an experiment, for `metricDirection`; they are told in Slipway's own answers and stand in no store. */
  get tags(): readonly KeyValue[] {
    const found = statSync(this.#file, { throwIfNoEntry: false });
    const stamp = found === undefined ? 'none' : `${found.mtimeMs} ${found.size} ${found.ino}`;
    if (stamp !== this.#stamp) {
      const first = this.#stamp === '';
      const before = JSON.stringify(this.#tags);
      this.#stamp = stamp;
      this.#tags = found?.isFile() === true ? this.#read() : [];
      if (!first && JSON.stringify(this.#tags) !== before) {
        this.changed();
      }
    }
    return this.#tags;
  }

  /** The tags of an experiment, and those of the file. */
  with(own: readonly KeyValue[]): KeyValue[] {
    return [...own, ...this.tags];
  }

  /** A file that is being edited may have a fault for a moment: what it said before holds meanwhile. */
  #read(): readonly KeyValue[] {
    let text: string;
    try {
      text = readFileSync(this.#file, 'utf8');
    } catch {
      return this.#tags; // gone since it was looked at, or not ours to read
    }
    const { file } = parseProjectFile(text);
    return file === undefined ? this.#tags : Object.entries(file.metrics ?? {}).map(([key, value]) => ({ key: projectDirectionTag(key), value }));
  }
}
