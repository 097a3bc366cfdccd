// Registers models as the mlflow client would: logged models with their files, versions, aliases.
import type { EngineClient } from '../../src/connection/engineClient';
import { registerFromRun } from '../../src/connection/registerModel';
import type { ModelVersion } from '../../src/protocol/registry';
import { logRun, type RunPlan } from './runs';

const MLMODEL = `flavors:
  python_function: { loader_module: mlflow.sklearn, model_path: model.pkl, python_version: 3.11.7, predict_fn: predict }
  sklearn: { pickled_model: model.pkl, serialization_format: cloudpickle, sklearn_version: 1.9.0 }
saved_input_example_info: { artifact_path: input_example.json, type: dataframe }
signature:
  inputs: '[{"type": "double", "name": "tenure", "required": true}, {"type": "double", "name": "monthly_charges", "required": true}, {"type": "string", "name": "plan", "required": true}, {"type": "boolean", "name": "paperless", "required": false}]'
  outputs: '[{"type": "tensor", "tensor-spec": {"dtype": "int64", "shape": [-1]}}]'
  params: null
`;
const EXAMPLE = JSON.stringify({ columns: ['tenure', 'monthly_charges', 'plan', 'paperless'], data: [[12, 70.35, 'monthly', true], [48, 20.05, 'yearly', false]] });

const FILES: Readonly<Record<string, string | Uint8Array>> = { MLmodel: MLMODEL, 'model.pkl': '\u0080no pickle that anybody loads', 'input_example.json': EXAMPLE, 'requirements.txt': 'mlflow==3.17.2\nscikit-learn==1.9.0\n' };

/** A run with a logged model, registered as the next version of `model`. @param files small ones that look like those of scikit-learn, if not given */
export async function registerRun(engine: EngineClient, model: string, plan: RunPlan, files = FILES): Promise<ModelVersion> {
  const runId = await logRun(engine, plan);
  const { info } = await engine.run(runId);
  const logged = await engine.request<{ model: { info: { model_id: string; artifact_uri: string } } }>('POST', '/api/2.0/mlflow/logged-models', { experiment_id: info.experiment_id, name: 'model', source_run_id: runId });
  const { model_id: modelId, artifact_uri: root } = logged.model.info;
  for (const [name, content] of Object.entries(files)) await engine.putProxied(`${root}/${name}`, Buffer.from(content));
  await engine.request('PATCH', `/api/2.0/mlflow/logged-models/${modelId}`, { model_id: modelId, status: 'LOGGED_MODEL_READY' });
  return registerFromRun(engine, model, { name: 'model', source: `models:/${modelId}`, runId, modelId, created: Date.now() });
}

/** `churn` with three versions, one of them champion and one challenger, and `iris` with one. */
export async function registerChurn(engine: EngineClient): Promise<void> {
  await registerRun(engine, 'iris', { experiment: 'iris', name: 'still-otter-9', metrics: { accuracy: 0.967 }, minutesAgo: 3000 });
  for (const [name, auc] of [['calm-fox-3', 0.914], ['brave-ant-8', 0.897], ['wise-owl-12', 0.921]] as const) {
    await registerRun(engine, 'churn', { experiment: 'churn', name, metrics: { auc, f1: auc - 0.1, loss: 1 - auc }, params: { trees: 200, depth: 6 } });
  }
  await engine.registry.setAlias('churn', 'champion', '1', 'first that beat the rule of thumb');
  await engine.registry.setAlias('churn', 'challenger', '3');
  await engine.registry.describe('churn', 'Will a customer leave within thirty days?');
}
