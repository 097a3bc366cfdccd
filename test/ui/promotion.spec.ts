// From a run to a gated champion, with real models that the unmodified mlflow has logged: three clicks, a refusal, a reason, an undo, trust.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { EngineClient } from '../../src/connection/engineClient';
import { registerFromFile } from '../../src/connection/registerModel';
import { chooseTab, panelOf } from './runPanel';
import { shareTrained } from './sharedTrained';
import { runPython } from './trainedProject';
import type { Workbench } from './workbench';

/** A tree that is right nearly always, one that knows a single split, and the first once more as a folder that no run has logged. */
const SCRIPT = `
import mlflow, sklearn.datasets, sklearn.model_selection, sklearn.tree
data = sklearn.datasets.load_iris(as_frame=True)
train, held = sklearn.model_selection.train_test_split(data.frame, test_size=0.4, random_state=1, stratify=data.target)
held.to_csv("holdout.csv", index=False)
inputs = train.drop(columns="target")
mlflow.set_experiment("iris")
for name, depth in (("sure-otter-1", 4), ("rough-crow-2", 1)):
    with mlflow.start_run(run_name=name):
        model = sklearn.tree.DecisionTreeClassifier(max_depth=depth, random_state=0).fit(inputs, train["target"])
        mlflow.log_param("max_depth", depth)
        mlflow.log_metric("accuracy", model.score(held.drop(columns="target"), held["target"]))
        mlflow.sklearn.log_model(model, name="tree", input_example=inputs[:2], pip_requirements=["scikit-learn"], serialization_format="cloudpickle")
        if depth == 4:
            mlflow.sklearn.save_model(model, "saved", input_example=inputs[:2], pip_requirements=["scikit-learn"], serialization_format="cloudpickle")
`;
const GATES = 'gates:\n  iris:\n    evaluation: { data: holdout.csv, label: target }\n    metrics:\n      accuracy: { min: 0.9 }\n    champion: {}\n    signature: present\n';

describe('a run that is promoted', () => {
  let workbench: Workbench;
  let engine: EngineClient;

  shareTrained({ viewport: { width: 1280, height: 860 }, script: SCRIPT, row: 'sure-otter-1', arrange: (folder) => writeFileSync(path.join(folder, 'slipway.yaml'), GATES) }, (opened, own) => { [workbench, engine] = [opened, own]; });

  /** The message that says so, and a button of it. */
  const message = (text: string | RegExp) => workbench.notifications().filter({ hasText: text }).first();
  const champion = async (): Promise<string | undefined> => (await engine.registry.model('iris')).aliases?.find(({ alias }) => alias === 'champion')?.version;

  test('becomes champion in three clicks when its gate passes', async () => {
    await workbench.contextAction(workbench.treeRow('sure-otter-1'), 'Promote Model…');
    await workbench.quickInput().getByText('New model iris').click();
    await workbench.quickInput().getByText('nobody has it yet').first().waitFor();
    await workbench.screenshot('promote-alias', ['dark', 'light'], { hover: true });
    await workbench.quickInput().locator('.monaco-list-row').first().click();
    await message('iris/1 is champion now. It passed its gate.').waitFor({ timeout: 60_000 });
    expect(await champion()).toBe('1');
    const { entries } = await engine.registry.audit({ name: 'iris' });
    expect(entries.find(({ action }) => action === 'alias_set')).toMatchObject({ alias: 'champion', became: '1', gate: { verdict: 'passed' } });
    await workbench.execute('notifications.clearAll');
  }, 120_000);

  test('is refused by the numbers that failed, and promoted against them only for a written reason, until that is undone', async () => {
    await workbench.contextAction(workbench.treeRow('rough-crow-2'), 'Promote Model…');
    await workbench.quickInput().getByText('this becomes v2').waitFor();
    await workbench.page.keyboard.press('Enter');
    await workbench.quickInput().getByText('in place of v1').waitFor();
    await workbench.page.keyboard.press('Enter');
    const refusal = message('iris/2 was not promoted to champion.');
    await refusal.waitFor({ timeout: 60_000 });
    expect(await refusal.innerText()).toMatch(/accuracy.*0\.6\d*.*0\.9/s);
    expect(await champion()).toBe('1');
    await workbench.screenshot('promote-refused', ['dark', 'light'], { hover: true });
    await refusal.getByRole('button', { name: 'Promote anyway…' }).click();
    await workbench.quickInput().locator('input').waitFor();
    await workbench.page.keyboard.press('Enter');
    await workbench.quickInput().getByText('Write why it is promoted in spite of its gate.').waitFor();
    await workbench.quickInput().locator('input').fill('The old one leaks memory; a day is enough.');
    await workbench.screenshot('promote-reason', ['dark'], { hover: true });
    await workbench.page.keyboard.press('Enter');
    const promoted = message('iris/2 is champion now, in place of v1. The reason is recorded.');
    await promoted.waitFor();
    expect(await champion()).toBe('2');
    expect((await engine.registry.audit({ name: 'iris' })).entries[0]).toMatchObject({ alias: 'champion', was: '1', became: '2', reason: 'The old one leaks memory; a day is enough.', gate: { verdict: 'failed' } });
    await promoted.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(champion).toBe('1');
    await workbench.execute('notifications.clearAll');
  }, 120_000);

  test('shows in the Models view what failed, and its report in the panel', async () => {
    await workbench.treeRow('@champion v1').waitFor();
    const version = workbench.treeRow('⚠ gate failed:');
    await version.waitFor();
    await workbench.contextAction(version, 'Promote…');
    await workbench.quickInput().getByText('in place of v1').waitFor();
    await workbench.page.keyboard.press('Enter');
    const refusal = message('iris/2 was not promoted to champion.');
    await refusal.waitFor({ timeout: 60_000 });
    await refusal.getByRole('button', { name: 'Show report' }).click();
    const panel = panelOf(workbench);
    await panel.getByText(/Failed: \d of \d checks/).waitFor();
    expect(await panel.locator('.checks tbody tr.failed').count()).toBeGreaterThan(0);
    await workbench.screenshot('promote-report', ['light', 'dark', 'hc', 'hc-light']);
  }, 120_000);

  test('has a gate that is watched while it runs, and stopped', async () => {
    const panel = panelOf(workbench);
    await panel.getByRole('button', { name: 'Run gate' }).click();
    await panel.getByText(/loading iris\/[12]|reading holdout\.csv|predicting/).first().waitFor();
    await workbench.screenshot('model-gate-running', ['dark', 'light']);
    await panel.getByRole('button', { name: 'Stop', exact: true }).click();
    await panel.getByRole('heading', { name: /^Stopped/ }).waitFor();
    await panel.getByRole('button', { name: 'Run gate' }).waitFor();
  }, 120_000);

  test('predicts with the Python that the signature is written as', async () => {
    await workbench.treeRow(/v1\s*@champion/).click();
    const panel = panelOf(workbench);
    await panel.getByRole('button', { name: 'v1: choose another version' }).waitFor();
    await chooseTab(panel, 'Signature');
    const code = await panel.locator('pre').filter({ hasText: 'pd.DataFrame' }).innerText();
    expect(code).toContain('mlflow.pyfunc.load_model("models:/iris@champion")');
    expect(runPython(engine, workbench.folder, ['-c', code])).toMatch(/^\[[012]\]/m);
    await workbench.execute('workbench.action.closeAllEditors');
  }, 120_000);

  test('asks before a pickle is loaded that no run here has made, and not twice about the same bytes', async () => {
    await registerFromFile(engine, 'iris', path.join(workbench.folder, 'saved'), () => undefined);
    await workbench.treeRow('v3').waitFor();
    await workbench.execute('notifications.clearAll');
    await workbench.contextAction(workbench.treeRow('v3'), 'Promote…');
    await workbench.quickInput().getByText('in place of v1').waitFor();
    await workbench.page.keyboard.press('Enter');
    const dialog = workbench.page.locator('.monaco-dialog-box');
    await dialog.waitFor({ timeout: 60_000 });
    expect(await dialog.innerText()).toMatch(/Load a pickle of iris\/3 that no run here has made\?[\s\S]*model\.pkl[\s\S]*sha256 [0-9a-f]{64}/);
    await workbench.screenshot('promote-trust', ['dark', 'light'], { hover: true });
    await dialog.getByRole('button', { name: 'Load it' }).click();
    await message('iris/3 is champion now, in place of v1. It passed its gate.').waitFor({ timeout: 60_000 });
    expect(await champion()).toBe('3');
    await registerFromFile(engine, 'iris', path.join(workbench.folder, 'saved'), () => undefined);
    await workbench.contextAction(workbench.treeRow('v4'), 'Promote…');
    await workbench.quickInput().getByText('in place of v3').waitFor();
    await workbench.page.keyboard.press('Enter');
    // A question would stand in the way for good.
    await message('iris/4 is champion now, in place of v3. It passed its gate.').waitFor({ timeout: 60_000 });
  }, 120_000);
});
