/** dist/graph.js: looks into graphs and runs them on samples. One that crashes it is told as a ChildEnded. */
import { LineChild } from '../lineChild';
import type { OnnxModel } from '../servedModel';
import type { FlatArray, Rows } from './answers';
import type { GraphAsk } from './graph/main';
import type { GraphDescription } from './graph/session';
import type { Unzipped } from './graph/zipMap';
import type { PrepareOptions } from './options';

export class GraphTool {
  readonly #child: LineChild;

  constructor({ graph, root, env, log, signal }: PrepareOptions) {
    this.#child = new LineChild({ command: [process.execPath, graph], cwd: root, env: { ...env, ELECTRON_RUN_AS_NODE: '1' }, log, signal });
  }

  describe(file: string): Promise<GraphDescription> {
    return this.#ask({ do: 'describe', file });
  }

  /** @returns what was taken off, null when there was nothing */
  async unzip(file: string, to: string): Promise<Unzipped | null> {
    return (await this.#ask<{ unzipped: Unzipped | null }>({ do: 'unzip', file, to })).unzipped;
  }

  run(model: OnnxModel, rows: Rows): Promise<{ answer: FlatArray; probabilities: FlatArray | null }> {
    return this.#ask({ do: 'run', model, rows });
  }

  close(): Promise<void> {
    return this.#child.close();
  }

  #ask<T>(ask: GraphAsk): Promise<T> {
    return this.#child.ask<T>(ask);
  }
}
