// What leaves the compare panel, as it stands in the files: CSV value by value, Markdown, pictures of every kind of chart, reports.
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { launchBrowser } from '../../scripts/browser.mjs';
import type { EngineClient } from '../../src/connection/engineClient';
import { curve, logRun } from '../builders/runs';
import { compareExperiment, rows, title } from './comparePanel';
import { environmentValue } from './environmentValue';
import { chooseTab, panelOf } from './runPanel';
import { shareProject } from './sharedWindow';
import type { Workbench } from './workbench';

const RUNS = 30;
const LONG = 'Classify each "customer", then explain.\r\n'.repeat(140);

interface Logged { readonly name: string; readonly params: Record<string, string>; readonly metrics: Record<string, number> }

/** Runs that a careless table would spoil: names in several scripts, quotes, line ends, long texts, numbers with all their digits. */
function plan(index: number): Logged {
  const names = ['学習率, "quoted"', 'исследование\tглубины', 'בדיקה', 'ends with space ', '=1+1 | <b>x</b>'];
  return {
    name: names[index] ?? `trial-${index}`,
    params: { learning_rate: String((index % 7) / 130 + 0.001), optimizer: index % 2 === 0 ? 'adam' : 'sgd', depth: String(2 + (index % 4)), prompt: index === 3 ? LONG : 'short', 'note: forest': index % 3 === 0 ? ' лес ' : '' },
    metrics: { auc: 0.7 + (index % 7) / 31 + 1 / 3e9, loss: 1 / (index + 3), 'system/cpu': index * 1.1, ...Object.fromEntries(Array.from({ length: 6 }, (_, key) => [`recall_${key}`, 0.5 + (index * key) / 400])) },
  };
}

describe('what leaves the compare panel', () => {
  let workbench: Workbench;
  let engine: EngineClient;
  const ids = new Map<string, Logged>();

  shareProject({
    viewport: { width: 1440, height: 960 },
    log: async (own) => {
      for (let index = 0; index < RUNS; index += 1) {
        const logged = plan(index);
        const metrics = { ...logged.metrics, auc: [...curve(0.5, 0.8, 20), logged.metrics.auc ?? 0] };
        ids.set(await logRun(own, { experiment: 'sweep & co', name: logged.name, minutesAgo: 60 - index, params: logged.params, metrics, tags: { team: `a,${index}` } }), logged);
      }
      const [last] = [...ids.keys()];
      for (const [key, value] of [['odd', 'NaN'], ['odder', '-Infinity']]) await own.request('POST', '/api/2.0/mlflow/runs/log-metric', { run_id: last, key, value, step: 0, timestamp: Date.now() });
    },
  }, async (opened, own) => {
    [workbench, engine] = [opened, own];
    await compareExperiment(workbench, 'sweep & co');
    await rows(workbench).first().waitFor();
    await workbench.execute('workbench.action.toggleSidebarVisibility');
  });

  /** Saves by an entry of the list below "export", through the editor's own dialog. @returns the file's bytes */
  const save = async (entry: string, name: string): Promise<Buffer> => {
    await panelOf(workbench).getByRole('button', { name: 'export' }).click();
    await panelOf(workbench).getByRole('menuitem', { name: entry }).click();
    const dialog = workbench.quickInput().filter({ hasText: 'Where to save it' });
    const file = path.join(workbench.folder, name);
    await dialog.locator('.monaco-list-row').filter({ hasText: '..' }).waitFor();
    await dialog.locator('input').first().fill(file);
    await dialog.locator('.monaco-button').filter({ hasText: /^(OK|Save)$/ }).click();
    await workbench.notifications().filter({ hasText: `Saved ${name}.` }).waitFor();
    await workbench.execute('notifications.clearAll');
    expect(existsSync(file)).toBe(true);
    if (name.endsWith('.png')) copyFileSync(file, path.join(environmentValue('SLIPWAY_TEST_PICTURES'), `export-${name}`));
    return readFileSync(file);
  };
  const sizeOf = (png: Buffer): readonly [number, number] => {
    expect(png.subarray(0, 8).toString('latin1')).toBe('\u0089PNG\r\n\u001A\n');
    return [png.readUInt32BE(16), png.readUInt32BE(20)];
  };

  test('CSV holds every run and every value, exactly, for Python', async () => {
    await title(workbench, 'param:optimizer').click();
    await save('Save table as CSV…', 'runs.csv');
    const script = 'import csv, json, sys\nwith open(sys.argv[1], newline="", encoding="utf-8") as file: json.dump(list(csv.DictReader(file, strict=True)), sys.stdout)';
    const told = JSON.parse(execFileSync(environmentValue('SLIPWAY_TEST_PYTHON'), ['-c', script, path.join(workbench.folder, 'runs.csv')], { encoding: 'utf8', maxBuffer: 1 << 26 })) as Record<string, string>[];
    expect(told.map((row) => row['run_id']).toSorted()).toEqual([...ids.keys()].toSorted());
    for (const row of told) {
      const logged = ids.get(row['run_id'] ?? '');
      // A name that a spreadsheet would run as a formula is given an apostrophe, as spreadsheets do.
      expect(row['run_name']).toBe(logged?.name.startsWith('=') ? `'${logged.name}` : logged?.name);
      expect([row['experiment'], row['state']]).toEqual(['sweep & co', 'finished']);
      for (const [key, value] of Object.entries(logged?.params ?? {})) expect(row[`params.${key}`]).toBe(value);
      for (const [key, value] of Object.entries(logged?.metrics ?? {})) expect(Number(row[`metrics.${key}`])).toBe(value);
      const { info } = await engine.run(row['run_id'] ?? '');
      expect([row['start_time'], row['end_time']]).toEqual([new Date(info.start_time).toISOString(), new Date(info.end_time ?? 0).toISOString()]);
      expect(row['tags.team']).toMatch(/^a,\d+$/);
    }
    const odd = told.find((row) => row['run_id'] === [...ids.keys()][0]);
    expect([odd?.['metrics.odd'], odd?.['metrics.odder']]).toEqual(['NaN', '-Infinity']);
    expect(told.filter((row) => row['metrics.odd'] !== '')).toHaveLength(1);
    expect(told.map((row) => row['params.optimizer'])).toEqual([...Array<string>(15).fill('adam'), ...Array<string>(15).fill('sgd')]);
  });

  test('Markdown holds the table that is shown', async () => {
    const lines = (await save('Save table as Markdown…', 'runs.md')).toString('utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(RUNS + 2);
    const shown = await panelOf(workbench).locator('.grid-title').evaluateAll((titles) => titles.map((one) => one.getAttribute('data-column') ?? '').filter((id) => id !== 'run:selected').map((id) => id.slice(id.indexOf(':') + 1)));
    expect(lines[0]?.split(' | ').length).toBeGreaterThanOrEqual(shown.length);
    expect(lines.filter((line) => line.startsWith('| =1+1 \\| <b>x</b> |'))).toHaveLength(1);
  });

  for (const [tab, ready, least] of [
    ['Curves', '.chart-end-name', [1200, 700]], ['Scatter', '.chart-plot canvas', [2000, 500]], ['Parallel', '.chart-axis-name', [2000, 600]], ['Importance', '.chart-shares canvas', [2000, 150]], ['Bars', '.chart-bars canvas', [1500, 250]],
  ] as const) {
    test(`${tab.toLowerCase()} leave as a picture`, async () => {
      await chooseTab(panelOf(workbench), tab);
      await panelOf(workbench).locator(ready).first().waitFor();
      const [width, height] = sizeOf(await save('Save charts as PNG…', `${tab}.png`));
      expect(width).toBeGreaterThan(least[0]);
      expect(height).toBeGreaterThan(least[1]);
    });
  }

  test('charts out of sight are in the picture too', async () => {
    await chooseTab(panelOf(workbench), 'Curves');
    await panelOf(workbench).locator('.chart-end-name').first().waitFor();
    await panelOf(workbench).getByRole('separator', { name: 'Height of the table' }).focus();
    for (let press = 0; press < 12; press += 1) await workbench.page.keyboard.press('ArrowDown');
    // Two of the metrics were logged by a run that is not selected.
    const all = (await panelOf(workbench).locator('.chart-cell').count()) - 2;
    await expect.poll(() => panelOf(workbench).locator('.chart-plot').count()).toBeLessThan(all);
    const [, height] = sizeOf(await save('Save charts as PNG…', 'all.png'));
    // Two to a row, each drawn with twice its pixels.
    expect(height).toBeGreaterThan(Math.ceil(all / 2) * 2 * 200);
    await expect.poll(() => panelOf(workbench).locator('.chart-plot').count()).toBeLessThan(all);
  });

  test('an HTML report stands alone: it asks no network for anything, and is read in light and dark', async () => {
    await chooseTab(panelOf(workbench), 'Bars');
    await panelOf(workbench).locator('.chart-bars canvas').first().waitFor();
    await save('Save report as HTML…', 'report.html');
    // A metric that no selected run has is no picture.
    const charts = await panelOf(workbench).locator('.chart-bars canvas').count();
    const browser = await launchBrowser(environmentValue('SLIPWAY_TEST_CHROMIUM'));
    try {
      const page = await browser.newPage({ viewport: { width: 1280, height: 1400 } });
      const asked: string[] = [];
      page.on('request', (request) => { if (!request.url().startsWith('data:')) asked.push(request.url()); });
      await page.context().setOffline(true);
      const address = `file://${encodeURI(path.join(workbench.folder, 'report.html'))}`;
      await page.goto(address);
      expect(await page.locator('tbody tr').count()).toBe(RUNS);
      await expect.poll(() => page.locator('img').evaluateAll((images) => images.filter((image) => 'naturalWidth' in image && Number(image.naturalWidth) > 500).length)).toBe(charts);
      expect(asked).toEqual([address]);
      for (const scheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme: scheme });
        await page.screenshot({ path: path.join(environmentValue('SLIPWAY_TEST_PICTURES'), `report-${scheme}.png`) });
      }
    } finally {
      await browser.close();
    }
  });

  test('a Markdown report holds the facts, the table and the charts', async () => {
    const text = (await save('Save report as Markdown…', 'report.md')).toString('utf8');
    expect(text).toMatch(/^# Comparison of sweep & co\n/);
    expect(text).toContain('**0.8935** best auc, by trial-27');
    expect(text.match(/^\| /gm)).toHaveLength(RUNS + 1);
    expect(text.match(/!\[[^\]]+\]\(data:image\/png;base64,[\w+/]{1000}/g)?.length).toBe(await panelOf(workbench).locator('.chart-bars canvas').count());
  });
});
