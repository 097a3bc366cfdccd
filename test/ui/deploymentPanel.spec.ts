// The panel of a deployment in a real workbench: a real model that answers real requests.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import type { EngineClient } from '../../src/connection/engineClient';
import { engineOf } from '../builders/engine';
import { environmentValue } from './environmentValue';
import { chooseTab, keptByWorkbench, panelOf, seriousViolations, tabTo } from './runPanel';
import { shareTrained } from './sharedTrained';
import { shareProject } from './sharedWindow';
import type { Workbench } from './workbench';

const themes = ['light', 'dark', 'hc', 'hc-light'] as const;
const run = promisify(execFile);
const SCRIPT = `
import mlflow, sklearn.datasets, sklearn.ensemble
X, y = sklearn.datasets.load_iris(return_X_y=True, as_frame=True)
mlflow.set_experiment("iris")
for trees in (10, 20):
    with mlflow.start_run():
        model = sklearn.ensemble.RandomForestClassifier(n_estimators=trees, random_state=0).fit(X, y)
        mlflow.log_metric("accuracy", model.score(X, y))
        mlflow.sklearn.log_model(model, name="forest", input_example=X[:2], registered_model_name="iris", pip_requirements=["scikit-learn"], serialization_format="cloudpickle")
`;
const COLUMNS = ['sepal length (cm)', 'sepal width (cm)', 'petal length (cm)', 'petal width (cm)'];

describe('the panel of a deployment', () => {
  let workbench: Workbench;
  let engine: EngineClient;
  let url: string;

  shareTrained({ viewport: { width: 1440, height: 900 }, script: SCRIPT, row: /^iris\s*2 versions/ }, (opened, own) => { [workbench, engine] = [opened, own]; });

  const send = async (data: unknown): Promise<Response> => fetch(`${url}/invocations`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ dataframe_split: { columns: COLUMNS, data } }) });
  /** Requests of several clients, until what is looked for is there. */
  const sendUntil = async (there: () => Promise<boolean>): Promise<void> => {
    for (let rounds = 0; !await there(); rounds += 1) {
      expect(rounds).toBeLessThan(2000);
      await Promise.all(Array.from({ length: 8 }, async (_, at) => (await send([[5.1 + at / 10, 3.5, 1.4, 0.2]])).arrayBuffer()));
    }
  };

  test('opens from the message that it answers, and says its state, its address and its figures', async () => {
    await workbench.contextAction(workbench.treeRow(/^v1/), 'Deploy Locally');
    const message = workbench.notifications().filter({ hasText: /iris answers at http/ }).first();
    await message.waitFor({ timeout: 120_000 });
    await message.getByRole('button', { name: 'Open', exact: true }).click();
    const panel = panelOf(workbench);
    url = (await engine.serving.deployment('iris')).url ?? '';
    await panel.getByRole('button', { name: url }).waitFor();
    await panel.locator('.state').filter({ hasText: 'healthy' }).waitFor();
    await panel.getByText('No requests yet.').waitFor();
    await workbench.execute('notifications.clearAll');
    await workbench.screenshot('deployment-silent', ['light', 'dark']);
  }, 180_000);

  test('draws the curves as requests come', async () => {
    const panel = panelOf(workbench);
    await send([['wide', 3.5, 1.4, 0.2]]);
    // A greatest of eight: a second that is over has had a whole round of them.
    const greatest = panel.getByRole('table', { name: 'Numbers of requests per second' }).locator('tbody tr td').nth(3);
    const large = panel.locator('.headlines .number');
    await sendUntil(async () => Number(await greatest.innerText()) >= 8 && /^[\d.]+ ms$/.test(await large.nth(2).innerText()) && /^0\.[1-9]|^[1-9]/.test(await large.first().innerText()));
    expect(await panel.locator('.headlines').innerText()).toMatch(/requests\/s[\s\S]*ms\s*p50[\s\S]*ms\s*p99[\s\S]*%\s*errors[\s\S]*MB\s*memory/);
    await workbench.screenshot('deployment-live', themes);
    expect(await seriousViolations(workbench)).toEqual([]);
  }, 120_000);

  test('answers what is tried, with the probabilities of each class', async () => {
    const panel = panelOf(workbench);
    await panel.getByRole('button', { name: 'Try it' }).click();
    const petal = panel.getByRole('textbox', { name: /^petal length/ });
    expect(await petal.inputValue()).toBe('1.4');
    await petal.fill('5.2');
    await panel.getByRole('textbox', { name: /^petal width/ }).fill('2.3');
    await panel.getByRole('button', { name: 'Send' }).click();
    await panel.locator('.answer .said').filter({ hasText: /^2$/ }).waitFor();
    expect(await panel.locator('.bars tr').first().innerText()).toMatch(/^2\s+\d+\.\d %$/);
    await workbench.screenshot('deployment-try', themes);
    expect(await seriousViolations(workbench)).toEqual([]);
  });

  test('says what the deployment says of a bad value, beside its field', async () => {
    const panel = panelOf(workbench);
    const width = panel.getByRole('textbox', { name: /^sepal width/ });
    await width.fill('wide');
    await panel.getByRole('button', { name: 'Send' }).click();
    await panel.getByText('Refused: see sepal width (cm).').waitFor();
    expect(await panel.locator('.field').filter({ hasText: 'sepal width' }).locator('.field-note').innerText()).toMatch(/sepal width \(cm\)/);
    await workbench.screenshot('deployment-refused', ['light', 'dark']);
    await width.fill('3.5');
  });

  test('has the request as code that runs', async () => {
    const panel = panelOf(workbench);
    const code = panel.getByLabel('Code that sends this request');
    await code.filter({ hasText: 'curl' }).waitFor();
    const env = { ...process.env, NO_PROXY: '127.0.0.1', no_proxy: '127.0.0.1' };
    const { stdout: curl } = await run('sh', ['-c', await code.innerText()], { env });
    expect(JSON.parse(curl)).toEqual({ predictions: [2] });
    await panel.getByText('Python', { exact: true }).click();
    await code.filter({ hasText: 'import requests' }).waitFor();
    const { stdout: python } = await run(environmentValue('SLIPWAY_TEST_PYTHON'), ['-c', await code.innerText()], { env });
    expect(python.trim()).toBe("{'predictions': [2]}");
    await panel.getByText('JavaScript', { exact: true }).click();
    await code.filter({ hasText: 'await fetch' }).waitFor();
    const { stdout: script } = await run(process.execPath, ['--input-type=module', '-e', await code.innerText()], { env });
    expect(script).toContain('predictions: [ 2 ]');
  });

  test('scores a file, and saves it with the predictions beside the rows', async () => {
    const panel = panelOf(workbench);
    const [file, saved] = [path.join(workbench.folder, 'flowers.csv'), path.join(workbench.folder, 'flowers-scored.csv')];
    const rows = Array.from({ length: 2500 }, (_, at) => (at % 2 === 0 ? '5.1,3.5,1.4,0.2' : '6.7,3.0,5.2,2.3'));
    writeFileSync(file, `${COLUMNS.join(',')}\n${rows.join('\n')}\n`);
    await panel.getByRole('button', { name: 'Score a file…' }).click();
    const open = workbench.quickInput().filter({ hasText: 'Score a file with iris' });
    await open.locator('.monaco-list-row').filter({ hasText: '..' }).waitFor();
    await open.locator('input').first().fill(file);
    await open.locator('.monaco-button').filter({ hasText: /^(OK|Score)$/ }).click();
    const save = workbench.quickInput().filter({ hasText: 'Save predictions' });
    await save.locator('.monaco-list-row').filter({ hasText: '..' }).waitFor();
    await save.locator('.monaco-button').filter({ hasText: /^(OK|Save)$/ }).click();
    await expect.poll(() => existsSync(saved) && readFileSync(saved, 'utf8').split('\n').length).toBe(2502);
    expect(readFileSync(saved, 'utf8').split('\n').slice(0, 3)).toEqual([`${COLUMNS.join(',')},prediction`, '5.1,3.5,1.4,0.2,0', '6.7,3.0,5.2,2.3,2']);
    await panel.getByText('2,500 rows scored').waitFor();
    await workbench.screenshot('deployment-batch', ['light', 'dark']);
  });

  test('lists the latest requests, and opens one as JSON', async () => {
    const panel = panelOf(workbench);
    await chooseTab(panel, 'Requests');
    const grid = panel.getByRole('grid', { name: 'Requests' });
    await grid.getByRole('row').filter({ hasText: 'refused' }).first().waitFor();
    const { requests } = await engine.serving.requests('iris', { limit: 20 });
    const truths = path.join(workbench.folder, 'truths.csv');
    writeFileSync(truths, `id,truth\n${requests.filter(({ rows }) => rows === 1).map(({ id }, at) => `${id},${at === 0 ? 1 : 2}`).join('\n')}\n`);
    expect((await engine.serving.feedback('iris', truths)).matched).toBeGreaterThan(3);
    await panel.getByRole('button', { name: 'Try it' }).click();
    await chooseTab(panel, 'Requests');
    await grid.getByRole('columnheader', { name: /^truth/ }).waitFor();
    await workbench.screenshot('deployment-requests', themes);
    expect(await seriousViolations(workbench)).toEqual([]);
    await panel.getByRole('searchbox', { name: 'Find in requests' }).fill('refused');
    await expect.poll(async () => grid.locator('.grid-line').filter({ hasText: 'answered' }).count()).toBe(0);
    await grid.getByRole('rowheader').first().getByRole('button').click();
    await workbench.page.locator('.editor-group-container .view-line').filter({ hasText: '"outcome"' }).waitFor();
    await workbench.execute('workbench.action.closeActiveEditor');
  });

  test('tells its arms, and its log as it grows', async () => {
    const panel = panelOf(workbench);
    await chooseTab(panel, 'Arms');
    await panel.getByRole('row').filter({ hasText: /iris v1\s*champion\s*ready\s*100 %[\s\S]*% right/ }).waitFor();
    await workbench.screenshot('deployment-arms', ['light', 'dark']);
    expect(await seriousViolations(workbench)).toEqual([]);
    await chooseTab(panel, 'Logs');
    await panel.getByText(/iris answers with iris\/1/).first().waitFor();
    await workbench.screenshot('deployment-logs', ['light', 'dark']);
    expect(await seriousViolations(workbench)).toEqual([]);
  });

  test('adds a challenger, gives it another share by the slider, promotes it, and goes back', async () => {
    const panel = panelOf(workbench);
    const armsNow = async (): Promise<string[]> => (await engine.serving.deployment('iris')).arms.map(({ version, role, weight }) => `v${version} ${role} ${weight}`).toSorted();
    await chooseTab(panel, 'Arms');
    await panel.getByRole('button', { name: 'Add challenger…' }).click();
    await workbench.quickInput().locator('.monaco-list-row').filter({ hasText: 'v2' }).click();
    await workbench.quickInput().locator('.monaco-list-row').filter({ hasText: /^A share/ }).click();
    await workbench.quickInput().filter({ hasText: 'Share of v2' }).locator('input').fill('20');
    await workbench.page.keyboard.press('Enter');
    await panel.getByRole('row').filter({ hasText: /iris v2\s*challenger\s*ready/ }).waitFor({ timeout: 60_000 });
    expect(await armsNow()).toEqual(['v1 champion 80', 'v2 challenger 20']);
    await sendUntil(async () => ((await engine.serving.deployment('iris')).arms.find(({ version }) => version === '2')?.requests ?? 0) > 3);
    const slider = panel.getByRole('slider', { name: 'Share of v2 challenger' });
    await slider.fill('40');
    await panel.locator('.split').getByText('v2 challenger gets 40 % instead of 20 %.').waitFor();
    expect(await panel.getByRole('spinbutton', { name: 'Share of iris v2, percent' }).inputValue()).toBe('40');
    await workbench.screenshot('deployment-two-arms', themes);
    expect(await seriousViolations(workbench)).toEqual([]);
    await panel.locator('.split').getByRole('button', { name: 'Apply' }).click();
    await expect.poll(armsNow).toEqual(['v1 champion 60', 'v2 challenger 40']);
    await chooseTab(panel, 'Live');
    await panel.locator('.chart').first().getByText('v2 challenger').first().waitFor();
    await workbench.screenshot('deployment-live-two', ['light', 'dark']);
    await chooseTab(panel, 'Arms');
    await panel.getByRole('button', { name: 'Promote v2' }).click();
    await workbench.page.locator('.monaco-dialog-box').getByRole('button', { name: 'Promote' }).click();
    await expect.poll(armsNow).toEqual(['v1 previous 0', 'v2 champion 100']);
    await panel.getByRole('row').filter({ hasText: /iris v1\s*previous/ }).waitFor();
    await workbench.screenshot('deployment-promoted', ['light', 'dark']);
    await panel.getByRole('button', { name: 'Roll back to v1' }).click();
    await expect.poll(async () => (await armsNow()).includes('v1 champion 100')).toBe(true);
    await panel.getByRole('row').filter({ hasText: /iris v1\s*champion/ }).waitFor();
  }, 150_000);

  test('follows a canary, and takes it back', async () => {
    const panel = panelOf(workbench);
    const second = { model: 'iris', version: '2' };
    await engine.serving.removeArm('iris', second);
    await engine.serving.addArm('iris', { ...second, role: 'challenger', rollout: { finish: 'ask' }, root: workbench.folder, python: environmentValue('SLIPWAY_TEST_PYTHON'), env: { PATH: process.env['PATH'] ?? '' } });
    await panel.getByText(/v2: canary, step 1 of 3 at 5 %/).waitFor();
    await panel.getByText(/verdict: (no ground truth|too few) yet/).waitFor();
    await workbench.screenshot('deployment-canary', themes);
    expect(await seriousViolations(workbench)).toEqual([]);
    await panel.locator('.rollout').getByRole('button', { name: 'Roll back' }).click();
    await expect.poll(async () => (await engine.serving.deployment('iris')).arms.find(({ version }) => version === '2')?.weight).toBe(0);
    await panel.getByText(/v2: canary/).waitFor({ state: 'detached' });
  }, 120_000);

  test('is used with keys alone', async () => {
    await chooseTab(panelOf(workbench), 'Logs');
    await panelOf(workbench).getByRole('tab', { name: 'Logs' }).focus();
    for (const key of ['Home', 'ArrowRight']) await workbench.page.keyboard.press(key);
    await panelOf(workbench).locator('[role=tab][aria-selected=true]:has-text("Try it")').waitFor();
    await tabTo(workbench, 'input[id*="sepal-length"]');
    await workbench.page.keyboard.press('Enter');
    await panelOf(workbench).locator('.answer .said').waitFor();
    await tabTo(workbench, '[aria-label="Stop"]', 'Shift+Tab');
    await workbench.page.keyboard.press('Enter');
    await panelOf(workbench).getByRole('menuitem', { name: 'Undeploy…' }).waitFor();
    await workbench.page.keyboard.press('Escape');
  });

  test('comes back where it was after a reload of the window', async () => {
    await panelOf(workbench).getByRole('textbox', { name: /^petal length/ }).fill('4.75');
    await keptByWorkbench(workbench, '"input petal length (cm)":"4.75"');
    await workbench.page.reload();
    await workbench.container().waitFor();
    await panelOf(workbench).getByRole('textbox', { name: /^petal length/ }).waitFor();
    expect(await panelOf(workbench).getByRole('textbox', { name: /^petal length/ }).inputValue()).toBe('4.75');
  });

  test('finds room in a narrow window', async () => {
    const panel = panelOf(workbench);
    await workbench.execute('workbench.action.closeSidebar');
    await workbench.page.setViewportSize({ width: 460, height: 900 });
    for (const [tab, shown] of [['Live', '.chart'], ['Try it', '.field'], ['Requests', '.grid-line'], ['Arms', '.arms td']] as const) {
      await chooseTab(panel, tab);
      await panel.locator(shown).first().waitFor();
      await workbench.screenshot(`deployment-narrow-${tab.toLowerCase().replace(' ', '-')}`, ['dark']);
    }
    expect(await seriousViolations(workbench)).toEqual([]);
    await workbench.page.setViewportSize({ width: 1440, height: 900 });
    await workbench.sideBar();
  });

  test('is stopped, says so, and is started again on the same port', async () => {
    const panel = panelOf(workbench);
    await chooseTab(panel, 'Live');
    await panel.getByRole('button', { name: 'Stop', exact: true }).click();
    await panel.getByRole('menuitem', { name: 'Stop', exact: true }).click();
    await panel.getByText('It is stopped: whoever calls it is refused.').waitFor();
    await workbench.screenshot('deployment-stopped', themes);
    expect(await seriousViolations(workbench)).toEqual([]);
    await panel.getByRole('button', { name: 'Start', exact: true }).click();
    await panel.locator('.state').filter({ hasText: 'healthy' }).waitFor();
    await panel.getByRole('button', { name: url }).waitFor();
    expect(await (await send([[5.1, 3.5, 1.4, 0.2]])).json()).toEqual({ predictions: [0] });
  });

  test('goes on answering, and being watched, while the engine starts again', async () => {
    const panel = panelOf(workbench);
    process.kill(engine.address.pid, 'SIGKILL');
    engine.close();
    expect(await (await send([[6.7, 3, 5.2, 2.3]])).json()).toEqual({ predictions: [2] });
    engine = await engineOf(workbench.folder);
    await chooseTab(panel, 'Try it');
    // The example may be asked of the engine that is gone: it is there again with the next one.
    await expect.poll(async () => panel.getByRole('textbox', { name: /^sepal length/ }).inputValue()).not.toBe('');
    await panel.getByRole('button', { name: 'Send' }).click();
    await panel.locator('.answer .said').waitFor();
    await sendUntil(async () => /^0\.[1-9]|^[1-9]/.test(await panel.locator('.headlines .number').first().innerText()));
  });

  test('is told when it is taken away', async () => {
    await engine.serving.remove('iris');
    await panelOf(workbench).getByText('This deployment is gone').waitFor();
    await workbench.screenshot('deployment-gone', ['light', 'dark']);
  });
});

describe('a deployment that fails', () => {
  let workbench: Workbench;
  let engine: EngineClient;

  shareProject({
    workspace: 'empty', viewport: { width: 1280, height: 800 },
    log: async (own, folder) => {
      engine = own;
      const files = { MLmodel: 'flavors:\n  onnx: { data: model.onnx }\n', 'model.onnx': Buffer.from([8, 0, 18, 0]) };
      const { model: { info } } = await engine.request<{ model: { info: { model_id: string; artifact_uri: string } } }>('POST', '/api/2.0/mlflow/logged-models', { experiment_id: '0', name: 'torn' });
      for (const [name, content] of Object.entries(files)) await engine.putProxied(`${info.artifact_uri}/${name}`, Buffer.from(content));
      await engine.request('PATCH', `/api/2.0/mlflow/logged-models/${info.model_id}`, { model_id: info.model_id, status: 'LOGGED_MODEL_READY' });
      await engine.registry.create('torn');
      await engine.registry.createVersion({ name: 'torn', source: `models:/${info.model_id}`, model_id: info.model_id });
      await engine.serving.deploy({ model: 'torn', version: '1', root: folder, env: {} });
    },
  }, async (opened) => {
    workbench = opened;
    await workbench.sideBar();
    await workbench.treeRow(/^torn v1\s*champion/).waitFor();
  });
  afterAll(async () => engine.serving.remove('torn'));

  test('says why, shows its log, and is deployed again', async () => {
    await workbench.treeRow(/^torn v1\s*champion/).click();
    const panel = panelOf(workbench);
    await panel.locator('.state').filter({ hasText: 'failed' }).waitFor();
    const { problem } = await engine.serving.deployment('torn');
    await panel.getByText(problem ?? 'no problem').waitFor();
    await workbench.screenshot('deployment-failed', themes);
    expect(await seriousViolations(workbench)).toEqual([]);
    await chooseTab(panel, 'Try it');
    await panel.getByText('Nothing to try yet').waitFor();
    await workbench.screenshot('deployment-nothing-to-try', ['light', 'dark']);
    await panel.getByRole('button', { name: 'Show log' }).click();
    await workbench.page.locator('.tab.active').filter({ hasText: 'log.txt' }).waitFor();
    await workbench.execute('workbench.action.closeActiveEditor');
    await panel.getByRole('button', { name: 'Deploy again' }).click();
    await workbench.notifications().filter({ hasText: /torn\/1 could not be deployed/ }).first().waitFor();
  });
});
