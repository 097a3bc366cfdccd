/** Registers versions from what a run has logged, or from a file or folder on this machine; over MLflow's REST alone, so that it works on any tracking server. */
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ModelVersion } from '../protocol/registry';
import type { EngineClient } from './engineClient';
import { EngineError } from './engineError';
import { wrapModelFile } from './modelFile';

const MLFLOW = '/api/2.0/mlflow';
const MLMODEL = 'MLmodel';

/** Something of a run that can be registered. */
export interface RegistrableModel {
  /** as a person knows it: name of the logged model, path of the folder */
  readonly name: string;
  readonly source: string;
  readonly runId: string;
  readonly modelId?: string;
  readonly created: number;
}

interface LoggedModel { readonly info: { readonly model_id: string; readonly name: string; readonly experiment_id: string; readonly artifact_uri: string; readonly creation_timestamp_ms: number; readonly source_run_id?: string; readonly status: string } }

/** What a run has logged that can be registered, newest first: logged models, and folders of earlier clients with an MLmodel file. */
export async function registrableModels(client: EngineClient, runId: string, artifacts: readonly string[]): Promise<RegistrableModel[]> {
  const { info: run } = await client.run(runId);
  const found = await client.request<{ models?: LoggedModel[] }>('POST', `${MLFLOW}/logged-models/search`, { experiment_ids: [run.experiment_id], filter: `source_run_id = '${runId}'` });
  const logged = (found.models ?? []).filter(({ info }) => info.status === 'LOGGED_MODEL_READY')
    .map(({ info }): RegistrableModel => ({ name: info.name, source: `models:/${info.model_id}`, runId, modelId: info.model_id, created: info.creation_timestamp_ms }));
  const folders = artifacts.filter((file) => path.posix.basename(file) === MLMODEL && file !== MLMODEL)
    .map((file): RegistrableModel => ({ name: path.posix.dirname(file), source: `${run.artifact_uri}/${path.posix.dirname(file)}`, runId, created: run.end_time ?? run.start_time }));
  return [...logged.toSorted((a, b) => b.created - a.created), ...folders];
}

/** Makes the registered model where there is none of that name yet. */
export async function ensureRegisteredModel(client: EngineClient, name: string): Promise<void> {
  try {
    await client.registry.create(name);
  } catch (error) {
    if (!(error instanceof EngineError && error.code === 'RESOURCE_ALREADY_EXISTS')) {
      throw error;
    }
  }
}

/** Makes the next version of `name` from what a run has logged. */
export async function registerFromRun(client: EngineClient, name: string, model: RegistrableModel): Promise<ModelVersion> {
  await ensureRegisteredModel(client, name);
  return client.registry.createVersion({ name, source: model.source, run_id: model.runId, ...(model.modelId === undefined ? {} : { model_id: model.modelId }) });
}

/**
 * Makes the next version of `name` from an .onnx file, a pickle, or a folder that MLflow has saved. The files are copied: what happens
 * to the original later changes nothing.
 * @throws Error with what to do for anything else
 */
export async function registerFromFile(client: EngineClient, name: string, file: string, said: (text: string) => void, signal?: AbortSignal): Promise<ModelVersion> {
  const files = await modelFiles(file);
  await ensureRegisteredModel(client, name);
  const { model: { info } } = await client.request<{ model: LoggedModel }>('POST', `${MLFLOW}/logged-models`, { experiment_id: '0', name: loggedName(file), tags: [{ key: 'slipway.file', value: path.basename(file) }] }, signal);
  let sent = 0;
  for (const [within, content] of files) {
    said(`${within} (${sent + 1} of ${files.size})`);
    await client.putProxied(`${info.artifact_uri}/${within}`, typeof content === 'string' ? await readFile(content) : content, signal);
    sent += 1;
  }
  await client.request('PATCH', `${MLFLOW}/logged-models/${encodeURIComponent(info.model_id)}`, { model_id: info.model_id, status: 'LOGGED_MODEL_READY' }, signal);
  return client.registry.createVersion({ name, source: `models:/${info.model_id}`, model_id: info.model_id });
}

/** Path within the model → file on this machine, or its content. */
async function modelFiles(file: string): Promise<Map<string, string | Buffer>> {
  if (!(await stat(file)).isDirectory()) {
    return wrapModelFile(file);
  }
  const entries = (await readdir(file, { withFileTypes: true, recursive: true })).filter((entry) => entry.isFile());
  const files = new Map(entries.map((entry) => path.join(entry.parentPath, entry.name)).map((one) => [path.relative(file, one).split(path.sep).join('/'), one]));
  if (!files.has(MLMODEL)) {
    throw new Error(`${path.basename(file)} holds no MLmodel file, so it is not a folder that mlflow has saved a model into. Choose the folder that mlflow.sklearn.save_model (or that of another library) wrote, an .onnx file or a pickle.`);
  }
  return files;
}

/** MLflow allows no / : . % " ' in the name of a logged model. */
function loggedName(file: string): string {
  return path.basename(file).replaceAll(/[/:.%"']/g, '_');
}
