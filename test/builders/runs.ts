// Makes runs as the mlflow client would, over the engine's HTTP API.
import type { EngineClient } from '../../src/connection/engineClient';

const api = '/api/2.0/mlflow';

export interface RunPlan {
  experiment: string;
  name: string;
  /** RUNNING leaves the run open; FINISHED when nothing is said. */
  status?: 'RUNNING' | 'FINISHED' | 'FAILED' | 'KILLED';
  params?: Record<string, string | number>;
  /** A number is one point at step 0, an array is a curve from step 0 on. */
  metrics?: Record<string, number | readonly number[]>;
  tags?: Record<string, string>;
  /** Minutes before now at which it started; 10 when nothing is said. */
  minutesAgo?: number;
  /** How long it ran, in minutes; 2 when nothing is said. */
  minutes?: number;
  /** Id of the parent of a nested run. */
  parent?: string;
}

interface Coded {
  status?: number;
}

/** Id of the experiment of that name, which is made when there is none. */
export async function experimentNamed(engine: EngineClient, name: string): Promise<string> {
  try {
    const found = await engine.request<{ experiment: { experiment_id: string } }>('GET', `${api}/experiments/get-by-name?experiment_name=${encodeURIComponent(name)}`);
    return found.experiment.experiment_id;
  } catch (error) {
    if ((error as Coded).status !== 404) throw error;
    return (await engine.request<{ experiment_id: string }>('POST', `${api}/experiments/create`, { name })).experiment_id;
  }
}

function pointsOf(plan: RunPlan, start: number): { key: string; value: number; step: number; timestamp: number }[] {
  return Object.entries(plan.metrics ?? {}).flatMap(([key, values]) =>
    (typeof values === 'number' ? [values] : values).map((value, step) => ({ key, value, step, timestamp: start + (step + 1) * 1000 })));
}

/** Logs one run and returns its id. */
export async function logRun(engine: EngineClient, plan: RunPlan): Promise<string> {
  const start = Date.now() - (plan.minutesAgo ?? 10) * 60_000;
  const tags = { ...plan.tags, ...(plan.parent ? { 'mlflow.parentRunId': plan.parent } : {}) };
  const created = await engine.request<{ run: { info: { run_id: string } } }>('POST', `${api}/runs/create`, {
    experiment_id: await experimentNamed(engine, plan.experiment), run_name: plan.name, start_time: start,
    tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
  });
  const id = created.run.info.run_id;
  const points = pointsOf(plan, start);
  const params = Object.entries(plan.params ?? {}).map(([key, value]) => ({ key, value: String(value) }));
  for (let at = 0; at === 0 || at < points.length; at += 900) {
    await engine.request('POST', `${api}/runs/log-batch`, { run_id: id, metrics: points.slice(at, at + 900), params: at === 0 ? params.slice(0, 100) : [], tags: [] });
  }
  // As many as MLflow takes at once; of all together it takes 1,000.
  for (let at = 100; at < params.length; at += 100) {
    await engine.request('POST', `${api}/runs/log-batch`, { run_id: id, metrics: [], params: params.slice(at, at + 100), tags: [] });
  }
  if (plan.status !== 'RUNNING') {
    await engine.request('POST', `${api}/runs/update`, { run_id: id, status: plan.status ?? 'FINISHED', end_time: start + (plan.minutes ?? 2) * 60_000 });
  }
  return id;
}

/** A learning curve from `from` towards `to`, the same at every call. */
export function curve(from: number, to: number, steps: number): number[] {
  return Array.from({ length: steps }, (_, step) => to + (from - to) * Math.exp((-4 * step) / steps) * (1 + 0.05 * Math.sin(step * 1.7)));
}

/** A believable project: a dozen runs of a churn model in every state, a sweep with nested runs, and a second experiment. */
export async function logChurnProject(engine: EngineClient): Promise<void> {
  // First what is least looked at: the experiment that was touched last stands at the top.
  for (let index = 1; index <= 3; index += 1) {
    await logRun(engine, { experiment: 'digits', name: `digit-run-${index}`, minutesAgo: 2000 + index, metrics: { val_accuracy: 0.95 + index * 0.01 } });
  }
  const models = ['forest', 'boosting', 'linear'];
  const names = ['brave-ant-8', 'quiet-heron-2', 'amber-lynx-5', 'still-otter-9', 'bold-wren-4', 'calm-fox-3'];
  for (const [index, name] of names.entries()) {
    const auc = 0.85 + index * 0.0128;
    await logRun(engine, {
      experiment: 'churn', name, minutesAgo: 12 + (names.length - index) * 47, minutes: 4 + index, status: name === 'brave-ant-8' ? 'FAILED' : 'FINISHED',
      params: { model: models[index % 3] ?? 'forest', max_depth: 3 + index, learning_rate: 0.1 / (index + 1), n_estimators: 100 },
      metrics: name === 'brave-ant-8' ? {} : { auc: curve(0.5, auc, 60), loss: curve(0.7, 0.3 - index * 0.01, 60), f1: auc - 0.11 },
    });
  }
  await logRun(engine, {
    experiment: 'churn', name: 'wise-owl-12', status: 'RUNNING', minutesAgo: 2,
    params: { model: 'boosting', max_depth: 8 }, metrics: { auc: curve(0.5, 0.861, 14), loss: curve(0.7, 0.34, 14), epoch: 14 },
  });
  const sweep = await logRun(engine, { experiment: 'churn', name: 'sweep-7', minutesAgo: 190, minutes: 40, metrics: { auc: 0.909 } });
  for (let index = 1; index <= 4; index += 1) {
    await logRun(engine, { experiment: 'churn', name: `trial-${index}`, parent: sweep, minutesAgo: 190 - index * 8, params: { max_depth: index * 2 }, metrics: { auc: 0.87 + index * 0.0097 } });
  }
}
