/** The colours that runs have everywhere in the editor, read from the host for the runs that need one here. */
import type { CompareHost } from './tableData';

export class RunColors {
  readonly #places = new Map<string, number>();

  constructor(private readonly host: CompareHost) {}

  /** @returns a place in the palette of ten; undefined while the run has none */
  of(runId: string): number | undefined {
    return this.#places.get(runId);
  }

  /** Reads the colours of these runs. @returns undefined where all are known */
  want(runIds: readonly string[]): Promise<void> | undefined {
    return runIds.some((id) => !this.#places.has(id)) ? this.#read(runIds) : undefined;
  }

  async #read(runIds: readonly string[]): Promise<void> {
    const places = await this.host.ask('colors', { run_ids: [...runIds] });
    runIds.forEach((id, index) => this.#places.set(id, places[index] ?? 0));
  }
}
