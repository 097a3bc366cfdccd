// What the side bar and the status bar look like where it gets tight: narrow, with long names, with very many runs; and while a run runs.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { EngineClient } from '../../src/connection/engineClient';
import { engineOf } from '../builders/engine';
import { curve, logRun, experimentNamed } from '../builders/runs';
import { environmentValue } from './environmentValue';
import { scrollThrough } from './scrolling';
import { setSideBarWidth } from './sideBarWidth';
import { Workbench } from './workbench';

const themes = ['light', 'dark', 'hc', 'hc-light'] as const;
const api = '/api/2.0/mlflow';

/** How much of a line's text lies inside the line, from its start. */
async function visibleText(workbench: Workbench, row: string): Promise<string> {
  return workbench.treeRow(row).locator('.monaco-icon-label-container').first().evaluate((label) => {
    // Where the text is cut, the sign of it takes the last letter's place.
    const right = label.getBoundingClientRect().right - (label.scrollWidth > label.clientWidth ? 12 : 0);
    // 4: text nodes only.
    const texts = label.ownerDocument.createTreeWalker(label, 4);
    const range = label.ownerDocument.createRange();
    let seen = '';
    for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
      for (let at = 0; at < (node.textContent ?? '').length; at += 1) {
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        if (range.getBoundingClientRect().right > right) return seen;
        seen += node.textContent?.[at] ?? '';
      }
    }
    return seen;
  });
}

describe('a side bar with little room', () => {
  let workbench: Workbench;
  let engine: EngineClient;
  let running: string;

  beforeAll(async () => {
    workbench = await Workbench.open({
      arrange: async (folder) => {
        engine = await engineOf(folder);
        const values = { auc: curve(0.5, 0.861, 15) };
        await logRun(engine, { experiment: 'tight', name: 'rebellious-shrimp-848', minutesAgo: 60, metrics: { training_precision_score: 0.91 } });
        await logRun(engine, { experiment: 'tight', name: 'a-run-whose-name-somebody-made-as-long-as-a-sentence-because-nothing-stops-them', minutesAgo: 50, metrics: { 'validation/weighted f1 at threshold 0.5': 0.123456789 } });
        await logRun(engine, { experiment: 'tight', name: '顧客離反モデルの三回目の学習（特徴量を追加）', minutesAgo: 40, metrics: { 再現率: 0.8123 } });
        await logRun(engine, { experiment: 'tight', name: '🚀 bigger 🧪 better 👩‍👩‍👧', minutesAgo: 30, metrics: { auc: 0.9 }, tags: { 'slipway.starred': 'true' } });
        await logRun(engine, { experiment: 'tight', name: 'brave-ant-8', minutesAgo: 20, status: 'FAILED', tags: { 'slipway.failure': "KeyError: 'tenure'" } });
        await logRun(engine, { experiment: 'tight', name: 'wise-owl-12', status: 'RUNNING', minutesAgo: 2, params: { epochs: 50 }, metrics: values });
        running = await logRun(engine, { experiment: 'tight', name: 'calm-fox-3', status: 'RUNNING', minutesAgo: 3, metrics: values });
      },
    });
    await workbench.sideBar();
    await workbench.treeRow('wise-owl-12').waitFor();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await workbench.screenshot(`failed ${task.name}`, [], { hover: true });
  });
  afterAll(async () => {
    engine?.close();
    await workbench?.close();
  });

  test('shows value and progress of a running run at its usual width', async () => {
    expect(await visibleText(workbench, 'wise-owl-12')).toMatch(/^wise-owl-12auc 0\.8\d+ ↑ 14\/50/);
    expect(await visibleText(workbench, 'calm-fox-3')).toMatch(/^calm-fox-3auc 0\.8\d+ ↑ step 14$/);
    await workbench.screenshot('side-bar-usual', themes);
  });

  test('shows the value at 200 px, and keeps to one line each', async () => {
    expect(await setSideBarWidth(workbench, 200)).toBeLessThan(210);
    expect(await visibleText(workbench, 'wise-owl-12')).toMatch(/^wise-owl-12auc/);
    await workbench.screenshot('side-bar-narrow', themes);
  });

  test('shows names and values whole where there is room', async () => {
    await setSideBarWidth(workbench, 490);
    expect(await visibleText(workbench, 'a-run-whos')).toMatch(/0\.1235/);
    expect(await visibleText(workbench, '顧客離反')).toMatch(/0\.8123/);
    expect(await workbench.treeRow('a-run-whos').getAttribute('aria-label')).toContain('as-long-as-a-sentence-because-nothing-stops-them');
    await workbench.screenshot('side-bar-wide', themes);
    await setSideBarWidth(workbench, 300);
  });

  test('says in the status bar how many runs are tracked, and nothing any more when they have ended', async () => {
    const item = workbench.page.locator('.statusbar-item').filter({ hasText: 'Slipway:' });
    await item.filter({ hasText: /Slipway: tracking 2 · auc 0\.8\d+/ }).waitFor();
    expect(await item.innerText()).not.toMatch(/training/);
    await engine.updateRun(running, { status: 'FINISHED', end_time: Date.now() });
    await item.filter({ hasText: 'tracking 1' }).waitFor();
    const { rows } = await engine.runRows({ experiment_id: await experimentNamed(engine, 'tight'), filter: "attributes.status = 'RUNNING'" });
    for (const row of rows) await engine.updateRun(row.run_id, { status: 'FINISHED', end_time: Date.now() });
    await item.waitFor({ state: 'hidden' });
  });
});

describe('a training that fails', () => {
  test('says in one sentence why, and leads to log and run', async () => {
    const workbench = await Workbench.open({
      workspace: 'empty',
      settings: { 'slipway.train.python': environmentValue('SLIPWAY_TEST_PYTHON'), 'slipway.train.askForArguments': false },
      arrange: (folder) => writeFileSync(path.join(folder, 'train.py'), 'customers = {"age": 41}\nprint("reading customers", flush=True)\nprint(customers["tenure"])\n'),
    });
    try {
      await workbench.sideBar();
      await workbench.execute('slipway.train', { fsPath: path.join(workbench.folder, 'train.py') });
      const message = workbench.notifications().filter({ hasText: /Training stopped.*KeyError: 'tenure'/ });
      await message.waitFor();
      expect(await message.locator('.monaco-button').allInnerTexts()).toEqual(['Show log', 'Open run']);
      expect(await message.innerText()).not.toMatch(/Traceback|!/);
      await workbench.treeRow("failed: KeyError: 'tenure'").waitFor();
      await workbench.screenshot('training-failed', themes);
      await message.locator('.monaco-button').filter({ hasText: 'Open run' }).click();
      const panel = workbench.page.frameLocator('iframe.webview.ready:visible').frameLocator('#active-frame');
      await panel.locator('.failure').filter({ hasText: "KeyError: 'tenure'" }).first().waitFor();
    } finally {
      await workbench.close();
    }
  });
});

describe('ten thousand runs in one experiment', () => {
  const COUNT = 10_000;
  let workbench: Workbench;

  beforeAll(async () => {
    workbench = await Workbench.open({
      arrange: async (folder) => {
        const engine = await engineOf(folder);
        const experiment = await experimentNamed(engine, 'sweep');
        const log = async (index: number): Promise<void> => {
          const start = Date.now() - 60_000 - (COUNT - index) * 1000;
          const { run } = await engine.request<{ run: { info: { run_id: string } } }>('POST', `${api}/runs/create`, { experiment_id: experiment, run_name: `trial-${index}`, start_time: start });
          await engine.request('POST', `${api}/runs/log-batch`, { run_id: run.info.run_id, metrics: [{ key: 'auc', value: 0.5 + index / 25_000, step: 0, timestamp: start }], params: [{ key: 'max_depth', value: String(index % 30) }] });
          await engine.updateRun(run.info.run_id, { status: 'FINISHED', end_time: start + 900 });
        };
        // Eight at once: as many connections as a client has.
        const indices = Array.from({ length: COUNT }, (_, index) => index).values();
        await Promise.all(Array.from({ length: 8 }, async () => { for (const index of indices) await log(index); }));
        engine.close();
      },
    });
    await workbench.sideBar();
    await workbench.treeRow('trial-9999').waitFor();
  });
  afterAll(() => workbench?.close());

  test('come a page at a time, and the list scrolls', async () => {
    expect(await workbench.treeRow('sweep').innerText()).toContain('10,000 runs');
    await workbench.screenshot('ten-thousand', themes);
    const first = await scrollThrough(workbench, 'Show 100 more of 9,900 runs');
    const more = workbench.treeRow('Show 100 more of 9,900 runs');
    await workbench.screenshot('ten-thousand-more', ['dark', 'light']);
    const pressed = Date.now();
    await more.click();
    await workbench.treeRow('trial-9899').waitFor();
    const grown = Date.now() - pressed;
    const second = await scrollThrough(workbench, 'Show 100 more of 9,800 runs');
    console.log(`10,000 runs: ${first}; next page drawn after ${grown} ms; ${second}`);
  });
});
