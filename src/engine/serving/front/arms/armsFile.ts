/** arms.json, as the front writes it: what was decided at once, counts beside the answers. */
import { renameSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { writeFileAtomic } from '../../../../connection/atomicFile';
import { DeploymentFile, type ArmsRecord } from '../../deploymentFiles';

/** Counts that changed are written so often. */
const COUNTS_MS = 5_000;

export class ArmsFile {
  readonly #file: string;
  /** what stands in it, or will in a moment */
  #written = '';
  #writtenAt = 0;

  /** @param folder of the deployment */
  constructor(folder: string, private readonly log: (line: string) => void) {
    this.#file = path.join(folder, DeploymentFile.arms);
  }

  /** @param now what was decided: on the disk when this returns. Counts may be lost with the process. */
  write(record: ArmsRecord, now: boolean): void {
    const text = JSON.stringify(record);
    if (text === this.#written || (!now && Date.now() - this.#writtenAt < COUNTS_MS)) {
      return;
    }
    this.#written = text;
    this.#writtenAt = Date.now();
    if (now) {
      this.#tried(() => writeFileAtomic(this.#file, text));
    } else {
      void this.#writeBeside(text);
    }
  }

  /** Waiting for the disk would hold answers up. */
  async #writeBeside(text: string): Promise<void> {
    const temporary = `${this.#file}.counts.tmp`;
    try {
      await writeFile(temporary, text, { mode: 0o600 });
    } catch (error) {
      this.#tried(() => { throw error; });
      return;
    }
    // Something was decided meanwhile: that stands.
    if (this.#written === text) {
      this.#tried(() => renameSync(temporary, this.#file));
    }
  }

  #tried(write: () => void): void {
    try {
      write();
    } catch (error) {
      this.#written = '';
      this.log(`${DeploymentFile.arms} could not be written (${error instanceof Error ? error.message : String(error)}): the view shows what stood before. Free some space.`);
    }
  }
}
