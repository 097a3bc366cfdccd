// A window that is reloaded while a script trains: its progress comes back, and an end that nobody saw is told.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { environmentValue } from './environmentValue';
import { engineOf } from '../builders/engine';
import { keptByWorkbench } from './runPanel';
import { shareWindow } from './sharedWindow';
import type { Workbench } from './workbench';

let workbench: Workbench;

shareWindow({
  workspace: 'empty',
  settings: { 'slipway.train.python': environmentValue('SLIPWAY_TEST_PYTHON'), 'slipway.train.askForArguments': false },
  arrange: (folder) => writeFileSync(path.join(folder, 'patient.py'), 'import os, time\nwhile not os.path.exists("go"):\n    time.sleep(0.02)\n'),
}, (opened) => {
  workbench = opened;
});

test('a job that goes on shows its progress again, and one that ended meanwhile is told', async () => {
  const { page, folder } = workbench;
  const training = workbench.notifications().filter({ hasText: 'Training patient.py' });
  const id = await workbench.execute('slipway.train', { fsPath: path.join(folder, 'patient.py') });
  const engine = await engineOf(folder);
  try {
    await training.waitFor();
    await keptByWorkbench(workbench, String(id), 'slipway.slipway');
    await page.reload();
    await training.waitFor();
    const address = page.url();
    await page.goto('about:blank');
    writeFileSync(path.join(folder, 'go'), '');
    await expect.poll(async () => (await engine.job(String(id))).state, { timeout: 20_000 }).toBe('finished');
    await page.goto(address);
    await workbench.notifications().filter({ hasText: 'patient.py finished after' }).waitFor();
    expect(await training.count()).toBe(0);
  } finally {
    // Also where a step before it failed: the script waits for nothing else.
    writeFileSync(path.join(folder, 'go'), '');
    engine.close();
  }
});
