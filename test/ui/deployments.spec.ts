// From a registered version to an endpoint that answers, and back, with a real model that the unmodified mlflow has logged.
import { describe, expect, test } from 'vitest';
import type { EngineClient } from '../../src/connection/engineClient';
import { shareTrained } from './sharedTrained';
import type { Workbench } from './workbench';

const themes = ['light', 'dark', 'hc', 'hc-light'] as const;
const SCRIPT = `
import mlflow, sklearn.datasets, sklearn.ensemble
X, y = sklearn.datasets.load_iris(return_X_y=True, as_frame=True)
mlflow.set_experiment("iris")
with mlflow.start_run(run_name="sure-otter-1"):
    model = sklearn.ensemble.RandomForestClassifier(n_estimators=10, random_state=0).fit(X, y)
    mlflow.log_metric("accuracy", model.score(X, y))
    mlflow.sklearn.log_model(model, name="forest", input_example=X[:2], registered_model_name="iris", pip_requirements=["scikit-learn"], serialization_format="cloudpickle")
`;

describe('a version that is deployed', () => {
  let workbench: Workbench;
  let engine: EngineClient;
  let url: string;

  shareTrained({ script: SCRIPT, row: /^iris\s*1 version/ }, (opened, own) => { [workbench, engine] = [opened, own]; });

  const invoke = async (): Promise<unknown> => {
    const data = { columns: ['sepal length (cm)', 'sepal width (cm)', 'petal length (cm)', 'petal width (cm)'], data: [[5.1, 3.5, 1.4, 0.2], [6.7, 3, 5.2, 2.3]] };
    const answer = await fetch(`${url}/invocations`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ dataframe_split: data }) });
    return answer.json();
  };

  test('answers two clicks after it was registered, and its line says where', async () => {
    await workbench.contextAction(workbench.treeRow(/^v1/), 'Deploy Locally');
    const message = workbench.notifications().filter({ hasText: /^.*iris answers at http:\/\/127\.0\.0\.1:\d+\./s }).first();
    await message.waitFor({ timeout: 120_000 });
    await workbench.treeRow(/^iris\s*127\.0\.0\.1:\d+/).waitFor();
    await workbench.treeRow(/^iris v1\s*champion\s*100 %/).waitFor();
    await workbench.treeRow(/^v1/).locator('.monaco-tl-twistie').click();
    await workbench.treeRow(/^deployments\s*iris$/).waitFor();
    url = (await engine.serving.deployment('iris')).url ?? '';
    expect(await invoke()).toEqual({ predictions: [0, 2] });
    await workbench.screenshot('deployments', themes);
    await workbench.execute('notifications.clearAll');
  }, 180_000);

  test('is stopped and started from its line, on the same port', async () => {
    await workbench.contextAction(workbench.treeRow(/^iris\s*(127|[\d.]+ req)/), 'Stop Deployment');
    await workbench.treeRow(/^iris\s*stopped/).waitFor();
    await workbench.treeRow(/^deployments\s*iris, stopped/).waitFor();
    await workbench.screenshot('deployments-stopped', ['dark', 'light']);
    await workbench.contextAction(workbench.treeRow(/^iris\s*stopped/), 'Start Deployment');
    await workbench.treeRow(new RegExp(`^iris\\s*${url.replace('http://', '')}`)).waitFor();
    expect(await invoke()).toEqual({ predictions: [0, 2] });
  });

  test('is taken away when that is confirmed, and its view with it', async () => {
    await workbench.contextAction(workbench.treeRow(/^iris\s*(127|[\d.]+ req)/), 'Undeploy…');
    await workbench.page.locator('.monaco-dialog-box').getByRole('button', { name: 'Undeploy' }).click();
    // It is stopped first, which its line says for a moment.
    await workbench.treeRow(/^iris\s*(127|[\d.]+ req|stopped)/).waitFor({ state: 'detached' });
    await workbench.treeRow(/^deployments/).waitFor({ state: 'detached' });
    expect(await engine.serving.list()).toEqual([]);
  });

  test('comes from a run in two clicks; another version is then served beside it', async () => {
    await workbench.execute('notifications.clearAll');
    await workbench.contextAction(workbench.treeRow(/^sure-otter-1/), 'Deploy Locally');
    await workbench.notifications().filter({ hasText: /iris answers at http/ }).first().waitFor({ timeout: 120_000 });
    await workbench.execute('notifications.clearAll');
    // The new view moves the lines of the one above.
    await workbench.treeRow(/^iris v1\s*champion/).waitFor();
    await workbench.treeRow(/^deployments\s*iris$/).waitFor();
    // The same version again is there already; another one can be served in several ways.
    await workbench.contextAction(workbench.treeRow(/^v1/), 'Deploy Locally');
    await workbench.notifications().filter({ hasText: 'iris/1 is champion in iris already.' }).first().waitFor();
    await workbench.execute('notifications.clearAll');
    const { versions: [version] } = await engine.registry.versions({ filter: "name = 'iris'", max_results: 1 });
    await engine.registry.createVersion({ name: 'iris', source: version?.source ?? '', run_id: version?.run_id ?? '', ...(version?.model_id === undefined ? {} : { model_id: version.model_id }) });
    await workbench.contextAction(workbench.treeRow(/^v2/), 'Deploy Locally');
    await workbench.quickInput().getByText('As its shadow').waitFor();
    await workbench.screenshot('deployments-beside', ['dark', 'light']);
    await workbench.quickInput().getByText('As its shadow').click();
    await workbench.treeRow(/^iris v2\s*shadow/).waitFor();
    expect((await engine.serving.deployment('iris')).arms.map(({ version: number, role }) => [number, role])).toEqual([['1', 'champion'], ['2', 'shadow']]);
  }, 180_000);
});
