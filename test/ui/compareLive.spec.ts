// The compare panel beside a script that trains: its row and its curves grow.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { cell, compareExperiment } from './comparePanel';
import { environmentValue } from './environmentValue';
import { panelOf } from './runPanel';
import { Workbench } from './workbench';

const themes = ['light', 'dark', 'hc', 'hc-light'] as const;

test('a script that trains shows its steps and its curves as they grow', async () => {
  const script = [
    'import os, time, mlflow', 'mlflow.set_experiment("growing")', 'with mlflow.start_run(run_name="steady-elk-1"):', '    mlflow.log_param("epochs", 40)',
    '    for step in range(1, 41):', '        mlflow.log_metric("auc", 0.5 + step / 100, step=step)', '        mlflow.log_metric("loss", 1 / step, step=step)',
    '        while step >= 5 and not os.path.exists("go"):', '            time.sleep(0.02)', '',
  ].join('\n');
  const workbench = await Workbench.open({
    viewport: { width: 1440, height: 960 }, workspace: 'empty',
    settings: { 'slipway.train.askForArguments': false },
    arrange: (folder) => {
      writeFileSync(path.join(folder, 'train.py'), script);
      // A window over the wire takes paths of Pythons from the machine or the folder, not from the user.
      mkdirSync(path.join(folder, '.vscode'));
      writeFileSync(path.join(folder, '.vscode', 'settings.json'), JSON.stringify({ 'slipway.train.python': environmentValue('SLIPWAY_TEST_PYTHON') }));
    },
  });
  try {
    await workbench.sideBar();
    await workbench.execute('slipway.train', { fsPath: path.join(workbench.folder, 'train.py') });
    await workbench.treeRow('growing').waitFor({ timeout: 60_000 });
    await compareExperiment(workbench, 'growing');
    await cell(workbench, 'steady-elk-1', 'run:state').filter({ hasText: '5/40' }).waitFor();
    await panelOf(workbench).locator('.chart-end-value').filter({ hasText: '0.55' }).first().waitFor();
    await workbench.screenshot('compare-running', themes);
    writeFileSync(path.join(workbench.folder, 'go'), '');
    await cell(workbench, 'steady-elk-1', 'run:state').filter({ hasText: 'finished' }).waitFor();
    await panelOf(workbench).locator('.chart-end-value').filter({ hasText: '0.9' }).first().waitFor();
    expect(await cell(workbench, 'steady-elk-1', 'metric:auc').textContent()).toBe('0.9000');
  } catch (error) {
    await workbench.screenshot('failed compare-running', [], { hover: true });
    throw error;
  } finally {
    await workbench.close();
  }
}, 180_000);
