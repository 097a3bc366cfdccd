/** What the engine asks of the analysis worker. */
import type { AnalysisAsk, Query, Table } from './ask';
import { ForkedWorker } from './forkedWorker';

export class AnalysisWorker {
  readonly #worker: ForkedWorker<AnalysisAsk, Table>;

  /** @param script dist/analysis.js */
  constructor(script: string) {
    this.#worker = new ForkedWorker({ script, who: 'analysis worker' });
  }

  /** @throws AnalysisError */
  rows(query: Query): Promise<Table> {
    return this.#worker.ask({ ...query, do: 'rows' });
  }

  /**
   * Writes the rows of a query to a Parquet file (zstd), which is on the disk when this resolves, and there whole or not at all.
   * @param expect rows that must come, or nothing is written
   * @throws AnalysisError
   */
  async parquet(query: Query, to: string, expect: number, about: Readonly<Record<string, string>>): Promise<void> {
    await this.#worker.ask({ ...query, do: 'parquet', to, expect, about });
  }

  /** Ends the worker; what is asked fails. */
  close(): void {
    this.#worker.close();
  }
}
