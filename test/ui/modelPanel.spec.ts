// The model panel in a real workbench: every tab, what is empty or gone, keys alone, a reload.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { EngineClient } from '../../src/connection/engineClient';
import { engineOf } from '../builders/engine';
import { registerChurn, registerRun } from '../builders/models';
import { chooseTab, keptByWorkbench, panelOf, seriousViolations, tabTo } from './runPanel';
import { shareProject } from './sharedWindow';
import type { Workbench } from './workbench';

const themes = ['light', 'dark', 'hc', 'hc-light'] as const;
const GATES = 'metrics:\n  auc: higher\ngates:\n  # what goes live\n  churn:\n    metrics:\n      auc: { min: 0.9 }\n      f1: { min: 0.85 }\n      loss: { max: 0.2 }\n    pickle: warn\n';

async function open(workbench: Workbench, version: string): Promise<void> {
  await workbench.treeRow(version).click();
  await panelOf(workbench).getByRole('button', { name: `${version}: choose another version` }).waitFor();
}

describe('the panel of a version', () => {
  let workbench: Workbench;
  let engine: EngineClient;

  shareProject({
    viewport: { width: 1440, height: 900 },
    log: async (own, folder) => {
      engine = own;
      writeFileSync(path.join(folder, 'slipway.yaml'), GATES);
      await registerChurn(engine);
      await engine.registry.describeVersion('churn', '3', 'Deeper trees, and the plan as a feature.');
      await engine.registry.setVersionTag('churn', '3', 'team', 'growth');
    },
  }, async (opened) => {
    workbench = opened;
    await workbench.sideBar();
    await workbench.treeRow('@champion v1').waitFor();
  });

  test('says first what it is measured at, against the champion', async () => {
    await open(workbench, 'v3');
    const panel = panelOf(workbench);
    expect(await panel.locator('.headlines').innerText()).toMatch(/0\.921\s+auc\s+▲0\.007 vs champion v1/);
    expect(await panel.locator('.badge.alias').allInnerTexts()).toEqual(['challenger']);
    await panel.locator('.origin').filter({ hasText: /registered .*from run wise-owl-12.*churn.*models:\/churn@challenger/s }).waitFor();
    await workbench.screenshot('model-overview', themes);
    expect(await seriousViolations(workbench)).toEqual([]);
  });

  test('has its signature as a form, filled with the input example, and as Python', async () => {
    const panel = panelOf(workbench);
    await chooseTab(panel, 'Signature');
    const tenure = panel.getByRole('textbox', { name: 'tenure double' });
    expect(await tenure.inputValue()).toBe('12');
    expect(await panel.getByRole('combobox').inputValue()).toBe('true');
    await tenure.fill('48.5');
    await panel.locator('pre').filter({ hasText: '"tenure": 48.5' }).waitFor();
    await tenure.fill('long');
    await panel.getByText('This is a number.').waitFor();
    await workbench.screenshot('model-signature', themes);
    expect(await seriousViolations(workbench)).toEqual([]);
    await panel.getByRole('button', { name: 'Back to the example' }).click();
    expect(await tenure.inputValue()).toBe('12');
  });

  test('lists its files, warns of the pickle, and opens what is text', async () => {
    const panel = panelOf(workbench);
    await chooseTab(panel, 'Files');
    await panel.getByText('model.pkl is a pickle').waitFor();
    await workbench.screenshot('model-files', themes);
    expect(await seriousViolations(workbench)).toEqual([]);
    await panel.getByRole('button', { name: 'Save model.pkl' }).click();
    const dialog = workbench.quickInput().filter({ hasText: 'Save model.pkl' });
    const saved = path.join(workbench.folder, 'saved.pkl');
    await dialog.locator('.monaco-list-row').filter({ hasText: '..' }).waitFor();
    await dialog.locator('input').first().fill(saved);
    await dialog.locator('.monaco-button').filter({ hasText: /^(OK|Save)$/ }).click();
    await expect.poll(() => existsSync(saved) && readFileSync(saved, 'utf8')).toBe('\u0080no pickle that anybody loads');
    await panel.getByRole('button', { name: 'requirements.txt', exact: true }).click();
    await workbench.page.locator('.editor-group-container .view-line').filter({ hasText: 'scikit-learn==1.9.0' }).waitFor();
    await workbench.execute('workbench.action.closeActiveEditor');
  });

  test('runs its gate, and shows the checks that failed first', async () => {
    const panel = panelOf(workbench);
    await chooseTab(panel, 'Gate');
    await panel.getByText('It was not run for this version yet.').waitFor();
    await workbench.screenshot('model-gate-before', ['dark']);
    await panel.getByRole('button', { name: 'Run gate' }).click();
    await panel.getByText(/Failed: 1 of \d checks/).waitFor();
    expect(await panel.locator('.checks tbody tr').first().innerText()).toMatch(/f1[\s\S]*0\.821[\s\S]*>= 0\.85/);
    await workbench.treeRow('⚠ gate failed: f1').waitFor();
    await workbench.screenshot('model-gate-failed', themes);
    expect(await seriousViolations(workbench)).toEqual([]);
    await panel.getByRole('button', { name: 'Line 5' }).click();
    await workbench.page.locator('.editor-group-container .view-line').filter({ hasText: 'what goes live' }).waitFor();
    await workbench.execute('workbench.action.closeActiveEditor');
  });

  test('tells who moved which alias', async () => {
    const panel = panelOf(workbench);
    await chooseTab(panel, 'History');
    await panel.getByText('champion given to v1').waitFor();
    await panel.getByText('first that beat the rule of thumb').waitFor();
    await engine.registry.setAlias('churn', 'beta', '3', 'for the\nearly ones');
    await panel.getByText('beta given to v3').waitFor();
    await workbench.screenshot('model-history', themes);
    expect(await seriousViolations(workbench)).toEqual([]);
    await engine.registry.deleteAlias('churn', 'beta');
    await panel.getByText('beta taken from v3').waitFor();
  });

  test('is read and used with keys alone', async () => {
    await workbench.page.keyboard.press('Escape');
    await panelOf(workbench).getByRole('tab', { name: 'History' }).focus();
    await workbench.page.keyboard.press('Home');
    await panelOf(workbench).locator('[role=tab][aria-selected=true]:has-text("Overview")').waitFor();
    await tabTo(workbench, '[aria-label="Set alias"]', 'Shift+Tab');
    await workbench.page.keyboard.press('Enter');
    await panelOf(workbench).getByRole('menuitem', { name: 'Another alias…' }).waitFor();
    await workbench.page.keyboard.press('Escape');
    await tabTo(workbench, '[aria-label="Edit description"]');
    await workbench.page.keyboard.press('Enter');
    await panelOf(workbench).locator('textarea:focus').waitFor();
    // Not Ctrl+A: the editor hands that one on when it comes to it, and what is typed meanwhile is selected too.
    for (const key of ['End', 'Shift+Home']) await workbench.page.keyboard.press(key);
    await workbench.page.keyboard.type('Knows the plan.');
    await workbench.page.keyboard.press('Control+Enter');
    await panelOf(workbench).locator('.note').filter({ hasText: 'Knows the plan.' }).waitFor();
    expect((await engine.registry.version('churn', '3')).description).toBe('Knows the plan.');
  });

  test('comes back where it was after a reload of the window', async () => {
    await chooseTab(panelOf(workbench), 'Signature');
    await panelOf(workbench).getByRole('textbox', { name: 'tenure double' }).fill('7');
    await keptByWorkbench(workbench, '"filled":{"input tenure":"7"}');
    await workbench.page.reload();
    await workbench.container().waitFor();
    await panelOf(workbench).getByRole('textbox', { name: 'tenure double' }).waitFor();
    expect(await panelOf(workbench).getByRole('textbox', { name: 'tenure double' }).inputValue()).toBe('7');
  });

  test('shows another version in its place, a champion too', async () => {
    const panel = panelOf(workbench);
    await panel.getByRole('button', { name: 'v3: choose another version' }).click();
    await workbench.screenshot('model-versions', ['dark', 'light'], { hover: true });
    await panel.getByRole('option', { name: /^v1/ }).click();
    await panel.locator('.badge.champion').waitFor();
    await chooseTab(panel, 'Overview');
    await panel.getByText('This version is the champion.').waitFor();
    expect(await panel.getByRole('button', { name: 'Promote…' }).count()).toBe(0);
    await workbench.screenshot('model-champion', ['dark', 'light']);
  });

  test('is told when the version is deleted', async () => {
    const version = await registerRun(engine, 'churn', { experiment: 'churn', name: 'short-life-1', metrics: { auc: 0.5 } });
    await workbench.sideBar();
    await open(workbench, 'v4');
    await engine.registry.deleteVersion('churn', version.version);
    await panelOf(workbench).getByText('This version is gone').waitFor();
    await workbench.screenshot('model-gone', themes);
    expect(await seriousViolations(workbench)).toEqual([]);
  });

  test('finds room in a narrow window', async () => {
    await workbench.page.setViewportSize({ width: 760, height: 900 });
    await open(workbench, 'v2');
    for (const tab of ['Overview', 'Signature', 'Gate']) {
      await chooseTab(panelOf(workbench), tab);
      await workbench.screenshot(`model-narrow-${tab.toLowerCase()}`, ['dark']);
    }
    await workbench.page.setViewportSize({ width: 1440, height: 900 });
  });

  test('outlives its engine', async () => {
    process.kill(engine.address.pid, 'SIGKILL');
    engine.close();
    engine = await engineOf(workbench.folder);
    await engine.registry.setAlias('churn', 'beta', '2');
    await panelOf(workbench).locator('.badge.alias').filter({ hasText: 'beta' }).waitFor();
    engine.close();
  });

  test('says what is wrong with slipway.yaml as soon as it is saved', async () => {
    const panel = panelOf(workbench);
    await chooseTab(panel, 'Gate');
    writeFileSync(path.join(workbench.folder, 'slipway.yaml'), 'gates:\n  churn:\n    metrics:\n      auc: { least: 0.9 }\n');
    await panel.getByText(/slipway\.yaml:4:\d+:/).waitFor();
    await workbench.screenshot('model-gate-faulty', ['dark', 'light']);
    await panel.getByRole('button', { name: 'Open slipway.yaml' }).click();
    await workbench.page.locator('.editor-group-container .view-line').filter({ hasText: 'least' }).waitFor();
  });
});

describe('a version of which little is known', () => {
  let workbench: Workbench;
  let engine: EngineClient;

  shareProject({
    workspace: 'empty', viewport: { width: 1280, height: 800 },
    log: async (own) => {
      engine = own;
      const files = { MLmodel: 'flavors:\n  onnx: { data: model.onnx }\n', 'model.onnx': Buffer.from([8, 0, 18, 0]) };
      const { model: { info } } = await engine.request<{ model: { info: { model_id: string; artifact_uri: string } } }>('POST', '/api/2.0/mlflow/logged-models', { experiment_id: '0', name: 'bare' });
      for (const [name, content] of Object.entries(files)) await engine.putProxied(`${info.artifact_uri}/${name}`, Buffer.from(content));
      await engine.request('PATCH', `/api/2.0/mlflow/logged-models/${info.model_id}`, { model_id: info.model_id, status: 'LOGGED_MODEL_READY' });
      await engine.registry.create('bare');
      await engine.registry.createVersion({ name: 'bare', source: `models:/${info.model_id}`, model_id: info.model_id });
    },
  }, async (opened) => {
    workbench = opened;
    await workbench.sideBar();
    await workbench.treeRow('bare').waitFor();
    await open(workbench, 'v1');
  });

  test('says that it came from a file, and has no numbers', async () => {
    const panel = panelOf(workbench);
    await panel.getByText('from a file', { exact: true }).waitFor();
    await workbench.screenshot('model-from-file', themes);
    expect(await seriousViolations(workbench)).toEqual([]);
    await chooseTab(panel, 'Signature');
    await panel.getByRole('heading', { name: 'No signature' }).waitFor();
    await workbench.screenshot('model-no-signature', ['dark', 'light']);
  });

  test('offers a gate to begin with, and writes it into slipway.yaml', async () => {
    const panel = panelOf(workbench);
    await chooseTab(panel, 'Gate');
    await panel.getByRole('heading', { name: 'No gate for bare yet' }).waitFor();
    await workbench.screenshot('model-no-gate', themes);
    await panel.getByRole('button', { name: 'Write a gate' }).click();
    await workbench.page.locator('.editor-group-container .view-line').filter({ hasText: 'signature: compatible' }).waitFor();
    await workbench.screenshot('model-gate-written', ['dark']);
    await workbench.execute('workbench.action.files.save');
    await workbench.execute('workbench.action.closeActiveEditor');
    await panel.getByRole('button', { name: 'Run gate' }).waitFor();
  });

  test('says that its files are gone', async () => {
    const { location } = await engine.registry.contents('bare', '1');
    await engine.request('DELETE', `/api/2.0/mlflow-artifacts/artifacts/${location.replace(/^mlflow-artifacts:\/+/, '')}`);
    await workbench.execute('workbench.action.closeAllEditors');
    await open(workbench, 'v1');
    await panelOf(workbench).getByText('The files of bare/1 are gone').waitFor();
    await chooseTab(panelOf(workbench), 'Files');
    await workbench.screenshot('model-files-gone', ['dark', 'light']);
  });
});

describe('a version in a workspace that is not trusted', () => {
  let workbench: Workbench;

  shareProject({
    trusted: false,
    log: async (engine, folder) => {
      writeFileSync(path.join(folder, 'slipway.yaml'), GATES);
      await registerChurn(engine);
    },
  }, async (opened) => {
    workbench = opened;
    await workbench.sideBar();
    await workbench.treeRow('@champion v1').waitFor();
  });

  test('is looked at, and neither judged nor promoted', async () => {
    await open(workbench, 'v3');
    const panel = panelOf(workbench);
    await chooseTab(panel, 'Gate');
    await panel.getByText('Trust this workspace to run one.').waitFor();
    await workbench.screenshot('model-untrusted', ['dark', 'light']);
    await panel.getByRole('button', { name: 'Promote…' }).click();
    await workbench.notifications().filter({ hasText: 'Gates load models, which runs code, and this workspace is not trusted.' }).getByRole('button', { name: 'Manage trust' }).waitFor();
  });
});
