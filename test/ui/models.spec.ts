// The Models view as people see it: models, versions, facts; registering, aliases, deleting; live changes; pictures.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { EngineClient } from '../../src/connection/engineClient';
import { engineOf } from '../builders/engine';
import { registerChurn, registerRun } from '../builders/models';
import { Workbench } from './workbench';

const themes = ['light', 'dark', 'hc', 'hc-light'] as const;

describe('registered models', () => {
  let workbench: Workbench;
  let engine: EngineClient;

  beforeAll(async () => {
    workbench = await Workbench.open({
      arrange: async (folder) => {
        engine = await engineOf(folder);
        await registerChurn(engine);
      },
    });
    await workbench.sideBar();
    await workbench.treeRow('@champion v1').waitFor();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await workbench.screenshot(`failed ${task.name}`, [], { hover: true });
  });
  afterAll(async () => {
    engine?.close();
    await workbench?.close();
  });

  test('say their champion, and their versions how they compare with it', async () => {
    expect(await workbench.treeRow('@champion v1').innerText()).toMatch(/churn\s*@champion v1 · 3 versions/);
    expect(await workbench.treeRow('v3').innerText()).toMatch(/v3\s*@challenger {2}auc 0\.921 ▲/);
    expect(await workbench.treeRow('v2').innerText()).toMatch(/auc 0\.897 ▼/);
    await workbench.treeRow('v3').locator('.monaco-tl-twistie').click();
    await workbench.treeRow('signature').waitFor();
    await workbench.screenshot('models', themes);
  });

  test('show a new version and a moved alias at once', async () => {
    await registerRun(engine, 'churn', { experiment: 'churn', name: 'quiet-heron-2', metrics: { auc: 0.93 } });
    await workbench.treeRow('v4').waitFor();
    await engine.registry.setAlias('churn', 'champion', '4');
    await workbench.treeRow('@champion v4').waitFor();
    expect(await workbench.treeRow('v3').innerText()).toMatch(/auc 0\.921 ▼/);
  });
});
