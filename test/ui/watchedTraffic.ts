// A model that is served and watched: its training data in files, and traffic that is like them or is not.
import { expect } from 'vitest';
import type { EngineClient } from '../../src/connection/engineClient';
import type { MonitoredWindow } from '../../src/protocol/monitors';

export const COLUMNS = ['sepal length (cm)', 'sepal width (cm)', 'petal length (cm)', 'petal width (cm)'];

/** Trains on a part of the flowers, keeps it and the rest as files, and registers the model. */
export const WATCHED_SCRIPT = `
import mlflow, sklearn.datasets, sklearn.ensemble, sklearn.model_selection
X, y = sklearn.datasets.load_iris(return_X_y=True, as_frame=True)
X = X.sample(frac=1, random_state=1).reset_index(drop=True).assign(**{"sepal width (cm)": lambda f: f["sepal width (cm)"] + 0.001})
y = y.sample(frac=1, random_state=1).reset_index(drop=True)
train, test, y_train, y_test = sklearn.model_selection.train_test_split(X, y, test_size=75, random_state=3)
train.assign(species=y_train).to_csv("train.csv", index=False)
test.assign(species=y_test).to_csv("test.csv", index=False)
mlflow.set_experiment("iris")
with mlflow.start_run(run_name="sure-otter-1"):
    model = sklearn.ensemble.RandomForestClassifier(n_estimators=25, min_samples_leaf=3, random_state=0).fit(train, y_train)
    mlflow.log_metric("accuracy", model.score(test, y_test))
    mlflow.sklearn.log_model(model, name="forest", input_example=train[:2], registered_model_name="iris", pip_requirements=["scikit-learn"], serialization_format="cloudpickle")
`;

/** The rows of a CSV without its last column, drawn again and again by a fixed rule. */
export function rowsLike(csv: string, count: number, begin: number): number[][] {
  const rows = csv.trim().split('\n').slice(1).map((line) => line.split(',').slice(0, -1).map(Number));
  return Array.from({ length: count }, (_, at) => rows[(begin + at * 7) % rows.length] ?? []);
}

/** Petals that have become wider, as with another ruler. */
export function widened(rows: readonly number[][]): number[][] {
  return rows.map((row) => row.map((value, column) => (column === 3 ? value + 1.4 : column === 2 ? value * 1.25 : value)));
}

/** One request of many rows: a window of as many is one request. */
export async function ask(url: string, rows: readonly number[][]): Promise<void> {
  const answer = await fetch(`${url}/invocations`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ dataframe_split: { columns: COLUMNS, data: rows } }) });
  expect(answer.status, await answer.text()).toBe(200);
}

/** Waits until so many windows of a monitor were judged. */
export async function windowsOf(engine: EngineClient, name: string, count: number): Promise<MonitoredWindow[]> {
  const read = async (): Promise<MonitoredWindow[]> => engine.monitoring.windows(name);
  await expect.poll(async () => (await read()).length, { timeout: 60_000, interval: 250 }).toBeGreaterThanOrEqual(count);
  return read();
}
