/** What exists in a project and may be named in its slipway.yaml: from the engine that runs already; none is started for it. */
import * as vscode from 'vscode';
import type { EngineClient } from '../../connection/engineClient';
import { EngineError, EngineUnreachable } from '../../connection/engineError';
import { noNames, type ExistingNames } from '../../language/names';
import type { Projects } from '../connection/projects';

/** One word typed asks several times. In ms. */
const KEPT = 1000;
/** Runs of the newest versions say which metrics a model has. */
const VERSIONS = 20;

interface Kept { readonly until: number; readonly names: Promise<ExistingNames> }

export class ProjectNames {
  readonly #kept = new Map<string, Kept>();

  constructor(private readonly projects: Projects) {}

  /**
   * @param model a registered model whose versions and metrics are wanted too
   * @returns empty lists without an engine
   */
  async of(file: vscode.Uri, model: string | undefined): Promise<ExistingNames> {
    const project = this.projects.ofFile(file);
    const client = project?.client;
    if (project === undefined || client === undefined) {
      return noNames;
    }
    const key = JSON.stringify([project.store, model]);
    const now = Date.now();
    this.#kept.forEach(({ until }, old) => { if (until < now) { this.#kept.delete(old); } });
    const kept = this.#kept.get(key) ?? { until: now + KEPT, names: read(client, model) };
    this.#kept.set(key, kept);
    try {
      return await kept.names;
    } catch (error) {
      if (error instanceof EngineUnreachable) {
        return noNames;
      }
      throw error;
    }
  }
}

async function read(client: EngineClient, model: string | undefined): Promise<ExistingNames> {
  const [models, experiments, versions] = await Promise.all([
    client.registry.overview(), client.experiments(),
    model === undefined ? undefined : client.registry.versionRows({ name: model, max_results: VERSIONS }).catch(unknownModel),
  ]);
  return {
    models: models.map(({ name, aliases }) => ({ name, aliases })),
    experiments: experiments.map(({ name }) => name),
    metrics: [...new Set(experiments.flatMap(({ metric_keys: keys }) => keys))],
    versions: versions?.versions.map(({ version }) => version) ?? [],
    modelMetrics: [...new Set(versions?.versions.flatMap(({ run }) => run?.metrics.map(({ key }) => key) ?? []) ?? [])],
  };
}

/** A gate may be written before its model is registered. */
function unknownModel(error: unknown): undefined {
  if (error instanceof EngineError && error.status === 404) {
    return undefined;
  }
  throw error;
}
