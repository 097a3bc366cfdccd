// Continuous training in a real workbench: a policy that is written and holds, real training, a gate, approval in view, message and panel, a canary, and a veto.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { EngineClient } from '../../src/connection/engineClient';
import { environmentValue } from './environmentValue';
import { panelOf, seriousViolations, tabTo } from './runPanel';
import { shareTrained } from './sharedTrained';
import { COLUMNS, ask } from './watchedTraffic';
import type { Workbench } from './workbench';

const themes = ['light', 'dark', 'hc', 'hc-light'] as const;
/** So many rows in one request, with the truth of each. */
const LABELLED = 120;
const LONG = 240_000;
const FAILING = 'a-policy-with-a-name-that-no-side-bar-is-wide-enough-for';

/** Trains on its file, and on the labelled traffic that it is given; the first one is registered. */
const SCRIPT = `
import sys, mlflow, pandas as pd, sklearn.datasets, sklearn.tree
frame = sklearn.datasets.load_iris(as_frame=True).frame.rename(columns={"target": "species"})
frame.to_csv("train.csv", index=False)
rows = pd.concat([frame, pd.read_parquet(sys.argv[1])[list(frame.columns)]]) if sys.argv[1:] else frame
inputs = rows.drop(columns="species")
mlflow.set_experiment("iris")
with mlflow.start_run():
    model = sklearn.tree.DecisionTreeClassifier(max_depth=3, random_state=0).fit(inputs, rows["species"].astype(int))
    mlflow.sklearn.log_model(model, name="tree", input_example=inputs[:2], registered_model_name=None if sys.argv[1:] else "iris", pip_requirements=["scikit-learn"], serialization_format="cloudpickle")
`;
const FILE = `# what belongs to us
train:
  fit: { command: python train.py, experiment: iris }

gates:
  iris: { signature: present }

data:
  flowers: { file: train.csv, columns: { petal width (cm): { max: 2 } } }

monitors:
  iris:
    deployment: iris
    schema: flowers
    reference: train.csv
    window: { rows: 100 }
    quality: { label: species }
`;

describe('a policy that retrains', () => {
  let workbench: Workbench;
  let engine: EngineClient;
  let url: string;

  shareTrained({ viewport: { width: 1440, height: 900 }, script: SCRIPT, row: /^iris\s*1 version/, arrange: (folder) => writeFileSync(path.join(folder, 'slipway.yaml'), FILE) }, (opened, own) => { [workbench, engine] = [opened, own]; });

  const file = (): string => path.join(workbench.folder, 'slipway.yaml');
  /** By keys: the whole text of a long line comes up below the pointer, over the line that is meant. */
  const answer = async (title: string, words: string): Promise<void> => {
    await workbench.quickInput().getByPlaceholder(title).fill(words);
    await workbench.quickInput().locator('.monaco-list-row').nth(1).waitFor({ state: 'detached' });
    await workbench.page.keyboard.press('Enter');
  };
  const message = (text: string | RegExp): Locator => workbench.notifications().filter({ hasText: text }).first();
  const policy = (): Locator => panelOf(workbench).getByRole('article', { name: 'Policy iris' });
  const last = async (): Promise<string | undefined> => (await engine.retraining.list('iris'))[0]?.state;

  test('is written into slipway.yaml from the panel of its monitor, and holds', async () => {
    await engine.serving.deploy({ model: 'iris', version: '1', root: workbench.folder, python: environmentValue('SLIPWAY_TEST_PYTHON'), env: {} });
    await workbench.treeRow(/^iris\s*127\.0\.0\.1:\d+/).waitFor({ timeout: 120_000 });
    url = (await engine.serving.deployment('iris')).url ?? '';
    await engine.monitoring.watch({ name: 'iris', root: workbench.folder });
    await labelled(url, readFileSync(path.join(workbench.folder, 'train.csv'), 'utf8'));
    const monitor = workbench.treeRow(/^iris\s*no drift/);
    await monitor.click({ timeout: 60_000 });
    await panelOf(workbench).getByRole('region', { name: 'Schema' }).getByText('1 rule of the schema “flowers” is broken in this window.').waitFor();
    expect(await panelOf(workbench).locator('.broken tbody tr').innerText()).toMatch(/petal width \(cm\)\s*max\s*1\d(\.\d)? %[\s\S]*row \d+ 2\.\d/);
    const part = panelOf(workbench).getByRole('region', { name: 'Retraining' });
    await part.getByText('Nothing trains again by itself.', { exact: false }).waitFor();
    await part.getByRole('button', { name: 'Retrain by itself…' }).click();
    await answer('Which target is trained again?', 'fit');
    await answer('How does its script get the labelled traffic?', 'last argument');
    await workbench.quickInput().getByPlaceholder('Who lets a candidate answer?').waitFor();
    // As a slow machine does it: the panel has the focus again when the next question is there.
    await part.getByRole('button', { name: 'Retrain by itself…' }).focus();
    await workbench.page.waitForFunction(() => document.activeElement?.tagName === 'IFRAME');
    await workbench.quickInput().getByPlaceholder('Who lets a candidate answer?').waitFor();
    await workbench.screenshot('retraining-asks', ['dark'], { hover: true });
    await answer('Who lets a candidate answer?', 'and then a person');
    await workbench.treeRow(/^retrain: iris\s*ready/).waitFor();
    const written = readFileSync(file(), 'utf8');
    expect(written).toContain('# what belongs to us');
    expect(written).toContain('retrain:\n  iris:\n    monitor: iris\n    train: fit\n    arguments: "{labelled}"\n    approve: true\n');
    await policy().getByText('somebody approves it', { exact: false }).waitFor();
    expect((await engine.retraining.policies()).map(({ name, state }) => [name, state])).toEqual([['iris', 'ready']]);
  }, LONG);

  test('trains for real when somebody asks, and waits for approval: in the view, the status bar, a message and the panel', async () => {
    // What the file says is followed from the next step on.
    writeFileSync(file(), `${readFileSync(file(), 'utf8')}    min_labels: 50\n    rollout: { steps: [50], hold_seconds: 1, min_requests: 20 }\n`);
    await policy().getByText('it answers 50 %', { exact: false }).waitFor();
    await workbench.contextAction(workbench.treeRow(/^retrain: iris/), 'Retrain Now');
    await workbench.treeRow(/^retrain: iris\s*training · 120 labelled rows/).waitFor({ timeout: 60_000 });
    await workbench.screenshot('retraining-trains', ['dark']);
    await workbench.treeRow(/^retrain: iris\s*waits for your approval · iris\/2/).waitFor({ timeout: 120_000 });
    await workbench.page.locator('.statusbar-item').filter({ hasText: 'iris: waits for approval' }).waitFor();
    await message(/iris: iris\/2 passed its gate .* It waits for approval\./).waitFor();
    await panelOf(workbench).getByText('iris/2 passed its gate and waits for your approval.').waitFor();
    await policy().getByText(/Training began with 120 labelled rows/).waitFor();
    await policy().scrollIntoViewIfNeeded();
    await workbench.screenshot('retraining-waits', themes);
    expect((await seriousViolations(workbench)).map(({ id, nodes }) => `${id}: ${nodes.join(' | ')}`)).toEqual([]);
  }, LONG);

  test('shows what its candidate is judged by', async () => {
    await policy().getByRole('button', { name: 'Gate report' }).click();
    await panelOf(workbench).getByRole('tab', { name: /^Gate/, selected: true }).waitFor();
    await workbench.execute('workbench.action.closeActiveEditor');
    await policy().getByRole('button', { name: 'Training log' }).click();
    await workbench.page.locator('.terminal-tab, .single-terminal-tab, .terminal-outer-container').filter({ visible: true }).first().waitFor();
    await workbench.execute('workbench.action.closePanel');
  });

  test('lets the candidate answer once it is approved, and tells that it is champion', async () => {
    // A message that nobody answers goes to the bell after some seconds, and waits there.
    await workbench.execute('notifications.showList');
    await workbench.page.locator('.notifications-center .notification-list-item').filter({ hasText: 'It waits for approval.' }).getByRole('button', { name: 'Approve' }).click();
    await workbench.execute('notifications.hideList');
    await workbench.treeRow(/^retrain: iris\s*(canary 50 %|iris\/2 begins to answer)/).waitFor({ timeout: 60_000 });
    await expect.poll(async () => {
      await ask(url, [[5.1, 3.5, 1.4, 0.2]]);
      return last();
    }, { timeout: 120_000, interval: 50 }).toBe('promoted');
    await workbench.treeRow(/^retrain: iris\s*promoted/).waitFor();
    await message(/iris: iris\/2 is champion\./).waitFor();
    // Once: the rollout that ended so is no second message.
    expect(await workbench.notifications().filter({ hasText: 'iris/2 was promoted' }).count()).toBe(0);
    await policy().getByText(/iris\/2 is champion\./).first().waitFor();
    await workbench.screenshot('retraining-promoted', ['light', 'dark']);
    await workbench.execute('notifications.clearAll');
    expect((await engine.registry.model('iris')).aliases?.find(({ alias }) => alias === 'champion')?.version).toBe('2');
  }, LONG);

  test('is paused, let on and vetoed with a reason, by the keyboard alone', async () => {
    await tabTo(workbench, '.policy .acts button:text-is("Retrain now")');
    await workbench.page.keyboard.press('Enter');
    await policy().getByRole('button', { name: 'Pause' }).waitFor({ timeout: 60_000 });
    await tabTo(workbench, '.policy .acts button:text-is("Pause")', 'Shift+Tab');
    await workbench.page.keyboard.press('Enter');
    await workbench.treeRow(/^retrain: iris\s*paused · /).waitFor();
    await tabTo(workbench, '.policy .acts button:text-is("Resume")');
    await workbench.page.keyboard.press('Enter');
    await workbench.treeRow(/^retrain: iris\s*waits for your approval · iris\/3/).waitFor({ timeout: 120_000 });
    await tabTo(workbench, '.policy .acts button:text-is("Veto…")', 'Shift+Tab');
    await workbench.page.keyboard.press('Enter');
    await workbench.quickInput().locator('input').first().fill('not on a Friday');
    await workbench.screenshot('retraining-veto', ['dark']);
    await workbench.page.keyboard.press('Enter');
    await workbench.treeRow(/^retrain: iris\s*vetoed · .*not on a Friday/).waitFor();
    await policy().getByText(/did not want it: not on a Friday/).first().waitFor();
    await policy().getByRole('button', { name: /promoted.*iris\/2/ }).click();
    await policy().getByText(/iris\/2 is champion\./).first().waitFor();
    await workbench.screenshot('retraining-vetoed', themes);
    expect((await engine.serving.deployment('iris')).arms.find(({ role }) => role === 'champion')?.version).toBe('2');
  }, LONG);

  test('starts nothing any more when it is released, until somebody lets it hold', async () => {
    await workbench.contextAction(workbench.treeRow(/^retrain: iris/), 'Release This Policy');
    await workbench.treeRow(/^retrain: iris\s*released/).waitFor();
    await policy().getByRole('button', { name: 'Let it hold' }).click();
    await workbench.treeRow(/^retrain: iris\s*vetoed/).waitFor();
    await policy().getByRole('button', { name: 'Retrain now' }).waitFor();
  });

  test('stands in the view before it holds; of one that fails its log is at hand, and all of its steps', async () => {
    const row = (words: string): Locator => workbench.treeRow(new RegExp(`^retrain: a-policy.*${words}`));
    writeFileSync(file(), `${readFileSync(file(), 'utf8')}  ${FAILING}:\n    monitor: iris\n    train: fit\n    arguments: nowhere.parquet\n    on: []\n    min_labels: 0\n`);
    await row('does not hold yet').waitFor();
    await workbench.contextAction(row('does not hold yet'), 'Let This Policy Hold');
    await row('ready').waitFor();
    const { retraining_id: id } = await engine.retraining.now(FAILING, 'To see what happens to one that can not be trained.');
    for (let round = 0; round < 14; round += 1) {
      await engine.retraining.change(id, { what: 'pause' });
      await engine.retraining.change(id, { what: 'resume' });
    }
    await row('failed').waitFor({ timeout: 120_000 });
    await message(/a-policy-.*Training ended as failed/).getByRole('button', { name: 'Show log' }).waitFor();
    const article = panelOf(workbench).getByRole('article', { name: `Policy ${FAILING}` });
    await article.getByRole('button', { name: /^Show all 3\d steps$/ }).waitFor();
    await article.scrollIntoViewIfNeeded();
    await workbench.screenshot('retraining-failed', ['light', 'dark']);
    await workbench.execute('notifications.clearAll');
    await article.getByRole('button', { name: /^Show all 3\d steps$/ }).click();
    await article.locator('.steps li').nth(30).waitFor();
    expect((await seriousViolations(workbench)).map(({ id: rule, nodes }) => `${rule}: ${nodes.join(' | ')}`)).toEqual([]);
    await workbench.page.setViewportSize({ width: 760, height: 900 });
    await article.scrollIntoViewIfNeeded();
    await workbench.screenshot('retraining-narrow', ['light', 'dark']);
    await workbench.page.setViewportSize({ width: 1440, height: 900 });
  }, LONG);

  test('is told of in the morning when it ended while no window was open, and what was told is not told again', async () => {
    const address = workbench.page.url();
    await workbench.page.goto('about:blank');
    const { retraining_id: id } = await engine.retraining.now(FAILING);
    await expect.poll(async () => (await engine.retraining.retraining(id)).state, { timeout: 120_000, interval: 250 }).toBe('failed');
    await workbench.page.goto(address);
    await message(/a-policy-.*Training ended as failed/).waitFor({ timeout: 60_000 });
    expect(await workbench.notifications().filter({ hasText: 'Training ended as failed' }).count()).toBe(1);
    expect(await workbench.notifications().filter({ hasText: 'is champion' }).count()).toBe(0);
  }, LONG);
});

/** One request of many rows, and the truth of each. */
async function labelled(url: string, csv: string): Promise<void> {
  const rows = csv.trim().split('\n').slice(1).map((line) => line.split(',').map(Number)).filter((_, at) => at % 5 !== 0);
  const body = { dataframe_split: { columns: COLUMNS, data: rows.map((row) => row.slice(0, -1)) } };
  expect(rows).toHaveLength(LABELLED);
  const answered = await fetch(`${url}/invocations`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-request-id': 'all' }, body: JSON.stringify(body) });
  expect(answered.status, await answered.text()).toBe(200);
  const told = await fetch(`${url}/slipway/v1/feedback`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ feedback: [{ id: 'all', truth: rows.map((row) => row.at(-1)) }] }) });
  expect(told.status, await told.text()).toBe(200);
}
