/** What exists in the project and may be named in slipway.yaml: asked by the language server, answered by the editor from the engine. */

/** Request of the language server to its client: `NamesRequest` → `ExistingNames`. */
export const NAMES_REQUEST = 'slipway/names';

export interface NamesRequest {
  /** URI of the slipway.yaml */
  readonly uri: string;
  /** a registered model whose versions and metrics are wanted too */
  readonly model?: string;
}

export interface ModelName { readonly name: string; readonly aliases: readonly { readonly alias: string; readonly version: string }[] }

/** Empty lists without an engine. */
export interface ExistingNames {
  /** registered models, last touched first */
  readonly models: readonly ModelName[];
  /** last touched first */
  readonly experiments: readonly string[];
  /** metrics that runs have recorded, those of the experiment last touched first */
  readonly metrics: readonly string[];
  /** of the model that was asked for, newest first */
  readonly versions: readonly string[];
  /** metrics that the runs of its versions have recorded */
  readonly modelMetrics: readonly string[];
}

export const noNames: ExistingNames = { models: [], experiments: [], metrics: [], versions: [], modelMetrics: [] };

/** Asks for what exists. Never rejects: what cannot be told is empty. */
export type AskNames = (model?: string) => Promise<ExistingNames>;
