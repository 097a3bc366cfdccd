// The compare panel in the real workbench: opened from the tree, sorted, ticked, filtered, over a reload, by keyboard alone, live.
import { describe, expect, test } from 'vitest';
import type { EngineClient } from '../../src/connection/engineClient';
import { engineOf } from '../builders/engine';
import { experimentNamed, logChurnProject, logRun } from '../builders/runs';
import { cell, compareExperiment, names, row, rows, selectedNames, title } from './comparePanel';
import { chooseTab, panelOf, seriousViolations } from './runPanel';
import { shareProject } from './sharedWindow';
import type { Workbench } from './workbench';

const themes = ['light', 'dark', 'hc', 'hc-light'] as const;
const viewport = { width: 1440, height: 960 };

describe('a dozen runs', () => {
  let workbench: Workbench;
  let engine: EngineClient;

  shareProject({
    viewport,
    log: async (own) => {
      engine = own;
      await logChurnProject(engine);
    },
  }, async (opened) => {
    workbench = opened;
    await workbench.sideBar();
    await workbench.treeRow('calm-fox-3').click();
    await workbench.treeRow('quiet-heron-2').click({ modifiers: ['Control'] });
    await workbench.contextAction(workbench.treeRow('quiet-heron-2'), 'Compare Runs');
    await workbench.page.locator('.tab').filter({ hasText: 'Compare churn' }).waitFor();
    await rows(workbench).first().waitFor();
  });

  test('shows all runs of the experiment, the best first, with those chosen in the tree ticked and drawn', async () => {
    expect((await names(workbench))[0]).toBe('sweep-7');
    expect((await selectedNames(workbench)).toSorted()).toEqual(['calm-fox-3', 'quiet-heron-2']);
    expect(await panelOf(workbench).locator('.answer-value').innerText()).toBe('0.909');
    await panelOf(workbench).locator('.chart-plot canvas').first().waitFor();
    for (const theme of themes) {
      await workbench.screenshot('compare', [theme]);
      expect(await seriousViolations(workbench)).toEqual([]);
    }
  });

  test('pins a baseline, against which every value then tells its distance', async () => {
    await cell(workbench, 'still-otter-9', 'run:state').click({ button: 'right' });
    await panelOf(workbench).getByRole('menuitem', { name: 'Pin as baseline' }).click();
    await row(workbench, 'still-otter-9').locator('.metric-delta').filter({ hasText: 'baseline' }).first().waitFor();
    expect(await cell(workbench, 'calm-fox-3', 'metric:auc').textContent()).toMatch(/^0\.9060.*more than the baseline, better$/);
    await panelOf(workbench).locator('.answer-baseline').filter({ hasText: 'still-otter-9' }).waitFor();
  });

  test('ticks by click and by shift, and draws what is ticked', async () => {
    await cell(workbench, 'bold-wren-4', 'run:state').click();
    await cell(workbench, 'still-otter-9', 'run:state').click({ modifiers: ['Shift'] });
    await panelOf(workbench).locator('.counts').filter({ hasText: /5 selected/ }).waitFor();
    await panelOf(workbench).locator('.chart-end-name').filter({ hasText: 'bold-wren-4' }).first().waitFor();
    for (const theme of themes) {
      await workbench.screenshot('compare-selected', [theme]);
      expect(await seriousViolations(workbench)).toEqual([]);
    }
  });

  test('sorts by several columns, and hides, moves and resizes them', async () => {
    await title(workbench, 'param:model').click();
    await title(workbench, 'run:age').click({ modifiers: ['Shift'] });
    expect(await title(workbench, 'param:model').getAttribute('aria-sort')).toBe('ascending');
    expect(await title(workbench, 'run:age').getAttribute('aria-sort')).toBe('ascending');
    await expect.poll(async () => (await names(workbench))[0]).toBe('wise-owl-12');
    await title(workbench, 'param:learning_rate').press('Alt+ArrowLeft');
    await title(workbench, 'param:learning_rate').press('Alt+Shift+ArrowRight');
    const order = await panelOf(workbench).locator('.grid-title').evaluateAll((titles) => titles.map((one) => one.getAttribute('data-column')));
    expect(order.indexOf('param:learning_rate')).toBeLessThan(order.indexOf('param:model'));
    await panelOf(workbench).getByRole('button', { name: 'columns' }).click();
    await workbench.page.keyboard.type('estimators');
    await workbench.page.keyboard.press('Enter');
    await workbench.page.keyboard.press('Escape');
    await title(workbench, 'param:n_estimators').waitFor({ state: 'detached' });
  });

  test('leaves nothing out in a narrow editor', async () => {
    await workbench.page.setViewportSize({ width: 900, height: 960 });
    const toolbar = panelOf(workbench).getByRole('toolbar', { name: 'Comparison' });
    await expect.poll(async () => (await toolbar.boundingBox())?.width ?? 0).toBeLessThan(600);
    const [around, last] = [await toolbar.boundingBox(), await toolbar.getByText('export').boundingBox()];
    expect((last?.x ?? 0) + (last?.width ?? 0)).toBeLessThanOrEqual((around?.x ?? 0) + (around?.width ?? 0));
    expect(await toolbar.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0);
    await workbench.screenshot('compare-narrow', ['dark']);
    await workbench.page.setViewportSize(viewport);
  });

  test('groups by a param', async () => {
    await panelOf(workbench).getByRole('button', { name: 'group by' }).click();
    await workbench.page.keyboard.type('model');
    await workbench.page.keyboard.press('ArrowDown');
    await workbench.screenshot('compare-list', ['dark', 'light'], { hover: true });
    await panelOf(workbench).getByRole('option', { name: /^model/ }).click();
    await panelOf(workbench).locator('.grid-group-head').filter({ hasText: 'boosting' }).click();
    expect(await panelOf(workbench).locator('.grid-group-head').filter({ hasText: 'boosting' }).getAttribute('aria-expanded')).toBe('false');
    await workbench.screenshot('compare-grouped', themes);
    await panelOf(workbench).getByRole('button', { name: 'group by' }).click();
    await panelOf(workbench).getByRole('option', { name: 'none' }).click();
    await panelOf(workbench).locator('.grid-group-head').first().waitFor({ state: 'detached' });
  });

  test('filters in the engine\'s language, and says in its words what it cannot read', async () => {
    await title(workbench, 'run:name').press('/');
    await workbench.page.keyboard.type('metrics.auc >');
    await panelOf(workbench).getByRole('alert').waitFor();
    await workbench.screenshot('compare-filter-problem', ['dark', 'light']);
    await workbench.page.keyboard.type(' 0.9');
    await row(workbench, 'bold-wren-4').waitFor({ state: 'detached' });
    expect(await panelOf(workbench).getByRole('alert').count()).toBe(0);
    await panelOf(workbench).locator('.counts').filter({ hasText: '3 runs · 5 selected' }).waitFor();
  });

  test('comes back after a reload of the window as it was', async () => {
    const reloaded = workbench.page.waitForEvent('load');
    await workbench.execute('workbench.action.reloadWindow').catch(() => undefined);
    await reloaded;
    await row(workbench, 'calm-fox-3').waitFor({ timeout: 60_000 });
    expect(await panelOf(workbench).locator('.filter input').inputValue()).toBe('metrics.auc > 0.9');
    await panelOf(workbench).locator('.counts').filter({ hasText: '3 runs · 5 selected' }).waitFor();
    expect(await title(workbench, 'param:model').getAttribute('aria-sort')).toBe('ascending');
    expect(await title(workbench, 'param:n_estimators').count()).toBe(0);
    await panelOf(workbench).getByRole('button', { name: 'Clear the filter' }).click();
    await row(workbench, 'bold-wren-4').waitFor();
  });

  test('is used by keyboard alone', async () => {
    await title(workbench, 'run:name').focus();
    await workbench.page.keyboard.press('Control+Home');
    await workbench.page.keyboard.press('ArrowRight');
    const focused = panelOf(workbench).locator('.grid [tabindex="0"]');
    const before = await panelOf(workbench).locator('.counts').innerText();
    await workbench.page.keyboard.press('Space');
    await expect.poll(async () => panelOf(workbench).locator('.counts').innerText()).not.toBe(before);
    await workbench.page.keyboard.press('Control+End');
    await expect.poll(async () => focused.getAttribute('data-column')).toBe((await panelOf(workbench).locator('.grid-title').last().getAttribute('data-column')));
    await workbench.page.keyboard.press('ArrowDown');
    await workbench.page.keyboard.press('Home');
    await workbench.page.keyboard.press('ArrowRight');
    const name = await panelOf(workbench).locator('.grid-line:has([tabindex="0"]) .run-name-text').innerText();
    await workbench.screenshot('compare-focus', ['dark', 'hc'], { hover: true });
    await workbench.page.keyboard.press('Enter');
    await workbench.page.locator('.tab').filter({ hasText: name }).waitFor();
    await workbench.page.locator('.tab').filter({ hasText: 'Compare churn' }).click();
    await rows(workbench).first().waitFor();
  });

  for (const tab of ['Scatter', 'Parallel', 'Importance', 'Bars', 'Images', 'Diff'] as const) {
    test(`has ${tab.toLowerCase()}`, async () => {
      await chooseTab(panelOf(workbench), tab);
      await panelOf(workbench).locator('.charts-body :is(canvas, table, .chart-empty, .diff-empty)').filter({ visible: true }).first().waitFor();
      await workbench.screenshot(`compare-${tab.toLowerCase()}`, ['light', 'dark', 'hc']);
      expect(await seriousViolations(workbench)).toEqual([]);
    });
  }

  test('opens params, environment and code of two runs in the diff editor', async () => {
    await panelOf(workbench).getByRole('button', { name: /side by side/ }).click();
    await workbench.page.locator('.tab').filter({ hasText: '↔' }).waitFor();
    await workbench.page.locator('.multiDiffEditor .view-line').filter({ hasText: 'max_depth' }).first().waitFor();
    await workbench.screenshot('compare-diff-editor', ['dark']);
    await workbench.page.locator('.tab').filter({ hasText: 'Compare churn' }).click();
    await rows(workbench).first().waitFor();
  });

  test('a run that is deleted leaves the table and the selection', async () => {
    const { runs } = (await engine.tableRuns({ experiment_ids: [await experimentNamed(engine, 'churn')] })).parse();
    await engine.deleteRun(runs.run_id[runs.name.indexOf('bold-wren-4')] ?? '');
    await row(workbench, 'bold-wren-4').waitFor({ state: 'detached' });
    await expect.poll(async () => selectedNames(workbench)).not.toContain('bold-wren-4');
  });

  test('an engine that dies leaves what was known, and is followed again when it is back', async () => {
    process.kill(engine.address.pid, 'SIGKILL');
    await rows(workbench).first().waitFor();
    const next = await expect.poll(async () => engineOf(workbench.folder).then((client) => client.address.pid), { timeout: 30_000 }).not.toBe(engine.address.pid).then(async () => engineOf(workbench.folder));
    await logRun(next, { experiment: 'churn', name: 'after-the-fall', minutesAgo: 0, metrics: { auc: 0.99 } });
    await row(workbench, 'after-the-fall').waitFor();
    next.close();
  });
});

describe('fifty runs', () => {
  let workbench: Workbench;
  let engine: EngineClient;

  shareProject({
    viewport,
    log: async (own) => {
      engine = own;
      const api = '/api/2.0/mlflow/runs/log-metric';
      const scripts = ['исследование-глубины', '学習率の実験', 'בדיקה-ראשונה', 'Ä'.repeat(200), 'run with | and <b>markup</b>'];
      for (let index = 0; index < 50; index += 1) {
        const id = await logRun(engine, {
          experiment: 'sweep', name: scripts[index] ?? `trial-${index}`, minutesAgo: 50 - index, minutes: 1,
          params: { learning_rate: (index % 7) / 100, optimizer: index % 2 === 0 ? 'adam' : 'sgd', seed: 42, prompt: index === 7 ? 'x'.repeat(6000) : 'short' },
          metrics: { val_accuracy: 0.7 + (index % 7) * 0.03 + (index % 3) * 0.01, loss: 1 / (index + 1) },
        });
        if (index > 46) await engine.request('POST', api, { run_id: id, key: 'loss', value: index === 47 ? 'NaN' : 'Infinity', step: 1, timestamp: Date.now() });
      }
      await experimentNamed(engine, 'nothing yet');
      await logRun(engine, { experiment: 'three', name: 'a', metrics: { auc: 0.8 }, params: { depth: 1 } });
      await logRun(engine, { experiment: 'three', name: 'b', metrics: { auc: 0.9 }, params: { depth: 2 } });
      await logRun(engine, { experiment: 'three', name: 'c', metrics: { auc: 0.7 }, params: { depth: 3 }, status: 'FAILED' });
    },
  }, (opened) => {
    workbench = opened;
  });

  test('are compared from the experiment\'s line, and what matters is told', async () => {
    await compareExperiment(workbench, 'sweep');
    await rows(workbench).first().waitFor();
    await panelOf(workbench).locator('.answer').filter({ hasText: 'what matters most' }).waitFor();
    expect(await panelOf(workbench).locator('.answer').innerText()).toMatch(/learning_rate \d+ %/);
    await title(workbench, 'run:selected').click();
    await panelOf(workbench).locator('.counts').filter({ hasText: '50 selected' }).waitFor();
    await workbench.screenshot('compare-fifty', themes);
    expect(await seriousViolations(workbench)).toEqual([]);
  });

  test('names in any script stand as they were given', async () => {
    await title(workbench, 'run:name').click();
    await title(workbench, 'run:name').click();
    await workbench.screenshot('compare-names', ['dark', 'light']);
    await expect.poll(async () => names(workbench)).toContain('学習率の実験');
  });

  test('three runs leave their room to the charts', async () => {
    await compareExperiment(workbench, 'three');
    await panelOf(workbench).locator('.counts').filter({ hasText: '3 selected' }).waitFor();
    await panelOf(workbench).locator('.chart-plot canvas').first().waitFor();
    await workbench.screenshot('compare-three', themes);
  });

  test('an experiment without runs says what to do', async () => {
    await compareExperiment(workbench, 'nothing yet');
    await panelOf(workbench).getByRole('button', { name: 'Train a script…' }).waitFor();
    await workbench.screenshot('compare-empty', themes);
    expect(await seriousViolations(workbench)).toEqual([]);
  });
});
