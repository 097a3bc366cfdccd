// "Profile Data" in a real workbench: from the explorer to a column's distribution, by keyboard, with a schema that the file breaks, and
// files that are empty, broken or have 5,000 columns.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { parse } from 'yaml';
import { describe, expect, test } from 'vitest';
import { keptByWorkbench, panelOf, seriousViolations, tabTo } from './runPanel';
import { shareWindow } from './sharedWindow';
import type { Workbench } from './workbench';

const themes = ['light', 'dark', 'hc', 'hc-light'] as const;
const LONG = 'share_of_days_with_at_least_one_session_over_the_last_ninety_days_before_renewal';

/** Even between 0 and 1, the same each time. */
function even(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function customers(rows: number): string {
  const random = even(7);
  const bell = (): number => random() + random() + random() + random() + random() + random() - 3;
  const lines = Array.from({ length: rows }, (_, row) => {
    const tenure = Math.max(0, Math.round(24 + bell() * 14));
    const charges = 20 + tenure * 1.4 + bell() * 12;
    const plan = random();
    return [
      `C-${String(row).padStart(5, '0')}`, row % 9 === 0 ? '' : String(Math.round(44 + bell() * 17)), tenure, charges.toFixed(2), row % 701 === 3 ? '-5' : (charges * tenure).toFixed(1), plan < 0.55 ? 'free' : plan < 0.85 ? 'pro' : plan < 0.99 ? 'team' : 'tema',
      new Date(Date.UTC(2026, 0, 1) + row * 3_600_000 * 2).toISOString().slice(0, 19), random() < 0.26, 'EUR', random().toFixed(4), row % 3 === 0 ? '' : `"said “${'very '.repeat(row % 5)}good”, then left"`,
    ].join(',');
  });
  return `customer,age,tenure,monthly,total,plan,since,churned,currency,${LONG},note\n${lines.join('\n')}\n`;
}

function wide(columns: number): string {
  const random = even(3);
  return [Array.from({ length: columns }, (_, at) => `sensor_${at}`), ...Array.from({ length: 30 }, () => Array.from({ length: columns }, () => random().toFixed(3)))].map((cells) => cells.join(',')).join('\n');
}

describe('the profile of a data file', () => {
  let workbench: Workbench;

  shareWindow({
    viewport: { width: 1440, height: 900 }, workspace: 'empty',
    arrange: (folder) => {
      writeFileSync(path.join(folder, 'customers.csv'), customers(2000));
      writeFileSync(path.join(folder, 'wide.csv'), wide(5000));
      writeFileSync(path.join(folder, 'empty.csv'), '');
      writeFileSync(path.join(folder, 'broken.parquet'), 'no Parquet');
    },
  }, (opened) => { workbench = opened; });

  const file = (name: string): Locator => workbench.page.locator('.explorer-folders-view .monaco-list-row').filter({ hasText: name });
  const open = async (name: string): Promise<void> => {
    await workbench.contextAction(file(name), 'Profile Data');
    await workbench.page.locator('.tab.active').filter({ hasText: `Profile of ${name}` }).waitFor();
  };
  const line = (name: string): Locator => panelOf(workbench).getByRole('row').filter({ has: panelOf(workbench).getByRole('rowheader', { name, exact: true }) });
  const details = (): Locator => panelOf(workbench).locator('.profile-details');

  test('opens from the explorer, with a line for each column', async () => {
    await open('customers.csv');
    await line('tenure').waitFor();
    expect(await panelOf(workbench).locator('.headlines').innerText()).toMatch(/2,000\s+rows\s+11\s+columns/);
    expect(await line('plan').innerText()).toMatch(/categories[\s\S]*free/);
    expect(await line('age').innerText()).toMatch(/numbers[\s\S]*11\.2 %/);
    expect(await line('currency').innerText()).toContain('one value only');
    await workbench.screenshot('profile-table', themes);
    expect(await seriousViolations(workbench)).toEqual([]);
  });

  test('a column opens beside the table: distribution, numbers, and what it goes together with', async () => {
    await line('monthly').click();
    await details().waitFor();
    expect(await details().innerText()).toMatch(/median[\s\S]*Goes together with[\s\S]*tenure/);
    await details().locator('.histogram-plot').hover();
    await details().locator('figcaption').filter({ hasText: ' to ' }).waitFor();
    await workbench.screenshot('profile-column', themes);
    expect(await seriousViolations(workbench)).toEqual([]);
    await details().getByRole('button', { name: 'total' }).click();
    await details().getByRole('heading', { name: 'total' }).waitFor();
    await line('plan').click();
    await details().getByRole('heading', { name: 'plan' }).waitFor();
    expect(await details().locator('.chart-bars').innerText()).toMatch(/free[\s\S]*pro[\s\S]*team[\s\S]*tema/);
    await workbench.screenshot('profile-categories', ['dark', 'light']);
    await line('since').click();
    expect(await details().innerText()).toContain('2026-01-01');
    await workbench.screenshot('profile-times', ['dark']);
  });

  test('is walked by keyboard alone: lines, a column, its bins, and back', async () => {
    await line('customer').click();
    await workbench.page.keyboard.press('ArrowDown');
    await workbench.page.keyboard.press('ArrowDown');
    await workbench.page.keyboard.press('Enter');
    await details().getByRole('heading', { name: 'tenure' }).waitFor();
    await tabTo(workbench, '.histogram-plot');
    await workbench.page.keyboard.press('ArrowRight');
    await details().locator('figcaption').filter({ hasText: 'rows (' }).waitFor();
    await workbench.page.keyboard.press('Escape');
    await details().waitFor({ state: 'detached' });
  });

  test('is searched and sorted, and comes back as it was after a reload', async () => {
    await panelOf(workbench).getByRole('columnheader', { name: 'missing' }).click();
    await expect.poll(async () => panelOf(workbench).getByRole('rowheader').first().innerText()).toBe('note');
    await panelOf(workbench).getByRole('searchbox').fill('ten');
    await expect.poll(async () => panelOf(workbench).getByRole('rowheader').allInnerTexts()).toEqual(['tenure']);
    await line('tenure').click();
    await keptByWorkbench(workbench, '"selected":"tenure"');
    await workbench.page.reload();
    await details().getByRole('heading', { name: 'tenure' }).waitFor();
    await panelOf(workbench).getByRole('searchbox').fill('');
  });

  test('suggests a schema into slipway.yaml, which the file passes, and shows what breaks it once it is stricter', async () => {
    await panelOf(workbench).getByRole('button', { name: 'Suggest a schema' }).click();
    await workbench.quickInput().locator('input').waitFor();
    await workbench.page.keyboard.press('Enter');
    await workbench.page.locator('.editor-instance .view-line').filter({ hasText: 'columns:' }).first().waitFor();
    const yaml = path.join(workbench.folder, 'slipway.yaml');
    expect(parse(readFileSync(yaml, 'utf8'))).toMatchObject({ data: { customers: { file: 'customers.csv', columns: { customer: { type: 'text', unique: true }, plan: { values: ['free', 'pro', 'team', 'tema'] } } } } });
    await workbench.screenshot('profile-schema', ['dark']);
    writeFileSync(yaml, 'data:\n  customers:\n    file: customers.csv\n    columns:\n      plan: { type: text, values: [free, pro, team] }\n      total: { type: number, min: 0 }\n      age: { type: integer, missing: 0.05 }\n      salary: { type: number }\n');
    await workbench.page.locator('.tab').filter({ hasText: 'Profile of customers.csv' }).click();
    await panelOf(workbench).locator('.state.failed').filter({ hasText: '4 rules of “customers” are broken' }).waitFor();
    await line('plan').click();
    expect(await details().locator('.violations').innerText()).toMatch(/must be one of free, pro, team[\s\S]*tema/);
    await workbench.screenshot('profile-broken', themes);
    expect(await seriousViolations(workbench)).toEqual([]);
    writeFileSync(yaml, 'data:\n  customers:\n    file: customers.csv\n    columns:\n      plan: { type: text }\n');
    await panelOf(workbench).locator('.state.finished').filter({ hasText: 'as “customers” says' }).waitFor();
  });

  test('follows the file when it changes', async () => {
    writeFileSync(path.join(workbench.folder, 'customers.csv'), customers(2500));
    await panelOf(workbench).locator('.headlines').filter({ hasText: '2,500' }).waitFor();
  });

  test('columns that a schema lacks are suggested from its file, where it stands', async () => {
    writeFileSync(path.join(workbench.folder, 'slipway.yaml'), '# mine\ndata:\n  customers:\n    file: customers.csv\n');
    await file('slipway.yaml').dblclick();
    const lines = workbench.page.locator('.editor-instance .view-line');
    await workbench.page.locator('.squiggly-error').first().waitFor();
    await lines.filter({ hasText: 'file: customers.csv' }).click();
    await workbench.page.locator('.codicon-light-bulb, [class*=codicon-lightbulb], [class*=codicon-gutter-lightbulb]').first().waitFor();
    await workbench.execute('editor.action.quickFix');
    await workbench.page.locator('.action-widget .monaco-list-row').filter({ hasText: 'Suggest the columns from customers.csv' }).waitFor();
    await workbench.screenshot('profile-quick-fix', ['dark', 'light'], { hover: true });
    await workbench.page.keyboard.press('Enter');
    await lines.filter({ hasText: 'tenure:' }).waitFor();
    expect(readFileSync(path.join(workbench.folder, 'slipway.yaml'), 'utf8')).toMatch(/^# mine\ndata:\n {2}customers:\n {4}file: customers\.csv\n {4}columns:\n {6}customer: /);
  });

  test('a target is not trained on data that break their schema, unless somebody says so', async () => {
    writeFileSync(path.join(workbench.folder, 'slipway.yaml'), 'data:\n  customers:\n    file: customers.csv\n    columns:\n      total: { min: 0 }\ntrain:\n  churn: { command: "python -c pass", validate: [customers] }\n');
    await workbench.runCommand('Slipway: Train…');
    await workbench.quickInput().locator('.monaco-list-row').filter({ hasText: 'churn' }).click();
    const message = workbench.page.locator('.notification-list-item').filter({ hasText: 'churn was not started: customers.csv is not as "customers" says. total: Each value must be at least 0' });
    await message.waitFor();
    await workbench.screenshot('profile-train-stopped', ['dark', 'light'], { hover: true });
    await message.getByRole('button', { name: 'Train all the same' }).click();
    await workbench.page.locator('.terminal-tab, .single-terminal-tab, .terminal-tabs-entry').filter({ hasText: /churn|python/ }).first().waitFor();
  });

  test('has room for 5,000 columns, and for little of it', async () => {
    await open('wide.csv');
    await panelOf(workbench).locator('.toolbar').filter({ hasText: '5,000 columns' }).waitFor();
    await workbench.page.setViewportSize({ width: 820, height: 800 });
    await panelOf(workbench).getByRole('searchbox').fill('sensor_4999');
    await line('sensor_4999').click();
    await details().waitFor();
    await workbench.screenshot('profile-narrow', ['dark', 'light']);
    expect(await seriousViolations(workbench)).toEqual([]);
    await workbench.page.setViewportSize({ width: 1440, height: 900 });
  });

  test('says what is wrong with files that are empty or broken', async () => {
    await open('empty.csv');
    await panelOf(workbench).getByRole('heading', { name: 'The file is empty' }).waitFor();
    await workbench.screenshot('profile-empty', ['dark']);
    await open('broken.parquet');
    await panelOf(workbench).getByRole('alert').filter({ hasText: 'broken.parquet could not be read' }).waitFor();
    await workbench.screenshot('profile-unreadable', ['dark']);
  });
});
