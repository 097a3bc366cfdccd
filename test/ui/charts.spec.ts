// The chart kit in a real browser, under the policy of our panels, on the colours of four real themes.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Locator } from 'playwright-core';
import { openGallery, type OpenGallery } from '../../bench/ui/charts.gallery.mjs';
import { environmentValue } from './environmentValue';

const themes = ['light', 'dark', 'hc', 'hc-light'] as const;

let gallery: OpenGallery;
const broken: string[] = [];

beforeAll(async () => {
  gallery = await openGallery({ width: 1280, height: 720 });
  gallery.page.setDefaultTimeout(20_000);
  gallery.page.on('pageerror', (error) => broken.push(error.message));
  gallery.page.on('console', (message) => message.type() === 'error' && broken.push(message.text()));
});
afterAll(async () => {
  await gallery?.close();
  expect(broken).toEqual([]);
});

/** The plots, which a screen reader knows as sliders. */
function plots(): Locator {
  return gallery.page.locator('.chart-surface');
}

function label(metric: string, run: string): Locator {
  return gallery.page.getByRole('region', { name: metric, exact: true }).getByRole('button', { name: run });
}

async function values(name: string): Promise<(number | null)[]> {
  const all = await plots().all();
  return Promise.all(all.map(async (plot) => { const value = await plot.getAttribute(name); return value === null ? null : Number(value); }));
}

/** Waits until a fact of the page is as wanted. */
async function until(read: () => Promise<unknown>, wanted: unknown): Promise<void> {
  await expect.poll(read, { timeout: 20_000, interval: 50 }).toEqual(wanted);
}

async function drag(plot: Locator, from: number, to: number): Promise<void> {
  const box = await plot.boundingBox();
  if (box === null) throw new Error('The plot is not on the page.');
  const { mouse } = gallery.page;
  await mouse.move(box.x + box.width * from, box.y + 60);
  await mouse.down();
  await mouse.move(box.x + box.width * ((from + to) / 2), box.y + 60);
  await mouse.move(box.x + box.width * to, box.y + 60);
  await mouse.up();
}

describe('curves', () => {
  test('one cursor stands in all charts, by pointer and by keys', async () => {
    await gallery.show({});
    await plots().first().hover({ position: { x: 300, y: 60 } });
    const [first, ...others] = await values('aria-valuenow');
    expect(first).toBeGreaterThan(0);
    expect(others).toEqual([first, first, first]);
    await plots().nth(1).focus();
    await gallery.page.keyboard.press('Home');
    await until(() => values('aria-valuenow'), [0, 0, 0, 0]);
    await gallery.page.keyboard.press('ArrowRight');
    await gallery.page.keyboard.press('Shift+ArrowRight');
    await until(() => values('aria-valuenow'), [11, 11, 11, 11]);
    expect(await plots().nth(1).getAttribute('aria-valuetext')).toMatch(/^step 11: calm-fox-3 0\.\d+, quick-lynx-8/);
    await gallery.page.keyboard.press('End');
    await until(() => values('aria-valuenow'), [49, 49, 49, 49]);
  });

  test('a drag zooms all, Esc goes back step by step', async () => {
    await gallery.show({});
    await drag(plots().first(), 0.4, 0.7);
    await gallery.page.getByText(/^Zoomed to steps/).waitFor();
    const [from, ...froms] = await values('aria-valuemin');
    expect(from).toBeGreaterThan(5);
    expect(froms).toEqual([from, from, from]);
    await plots().first().focus();
    await gallery.page.keyboard.press('+');
    await expect.poll(async () => (await values('aria-valuemin'))[3], { timeout: 20_000 }).toBeGreaterThan(from as number);
    await gallery.page.keyboard.press('Escape');
    await until(() => values('aria-valuemin'), [from, from, from, from]);
    await gallery.page.keyboard.press('Escape');
    await until(() => values('aria-valuemin'), [0, 0, 0, 0]);
    await gallery.page.getByText(/^Zoomed to steps/).waitFor({ state: 'hidden' });
  });

  test('the wheel zooms with Ctrl only; a drag with Shift moves what is shown', async () => {
    await gallery.show({});
    await plots().first().hover({ position: { x: 300, y: 60 } });
    await gallery.page.mouse.wheel(0, -300);
    await gallery.page.keyboard.down('Control');
    expect(await values('aria-valuemin')).toEqual([0, 0, 0, 0]);
    await gallery.page.mouse.wheel(0, -300);
    await gallery.page.keyboard.up('Control');
    await expect.poll(async () => (await values('aria-valuemin'))[2], { timeout: 20_000 }).toBeGreaterThan(0);
    const [from] = await values('aria-valuemin');
    const [to] = await values('aria-valuemax');
    await gallery.page.keyboard.down('Shift');
    await drag(plots().first(), 0.6, 0.4);
    await gallery.page.keyboard.up('Shift');
    await expect.poll(async () => (await values('aria-valuemin'))[2], { timeout: 20_000 }).toBeGreaterThan(from as number);
    const [movedFrom] = await values('aria-valuemin');
    const [movedTo] = await values('aria-valuemax');
    expect((movedTo as number) - (movedFrom as number)).toBeCloseTo((to as number) - (from as number), 6);
  });

  test('Esc in the middle of a drag lets go of it', async () => {
    await gallery.show({});
    const box = await plots().first().boundingBox();
    await plots().first().focus();
    await gallery.page.mouse.move((box?.x ?? 0) + 150, (box?.y ?? 0) + 60);
    await gallery.page.mouse.down();
    await gallery.page.mouse.move((box?.x ?? 0) + 300, (box?.y ?? 0) + 60);
    await gallery.page.keyboard.press('Escape');
    await gallery.page.mouse.up();
    expect(await values('aria-valuemin')).toEqual([0, 0, 0, 0]);
  });

  test('a click on a name dims its run in all charts, a double click shows it alone', async () => {
    await gallery.show({});
    await label('auc', 'quick-lynx-8').click();
    await until(() => label('loss', 'quick-lynx-8').getAttribute('aria-pressed'), 'false');
    expect(await label('loss', 'calm-fox-3').getAttribute('aria-pressed')).toBe('true');
    await label('auc', 'quick-lynx-8').click();
    await until(() => label('loss', 'quick-lynx-8').getAttribute('aria-pressed'), 'true');
    await label('f1', 'calm-fox-3').dblclick();
    await until(() => label('loss', 'quick-lynx-8').getAttribute('aria-pressed'), 'false');
    expect(await label('auc', 'calm-fox-3').getAttribute('aria-pressed')).toBe('true');
  });

  test('names are one tab stop, and arrows go among them', async () => {
    await gallery.show({ metrics: ['auc'] });
    await plots().first().focus();
    await gallery.page.keyboard.press('Tab');
    const focused = (): Promise<string> => gallery.page.evaluate('document.activeElement.dataset.run');
    const first = await focused();
    await gallery.page.keyboard.press('ArrowDown');
    const second = await focused();
    expect(new Set([first, second, undefined]).size).toBe(3);
    expect(await gallery.page.evaluate('group.highlighted')).toBe(second);
    await gallery.page.keyboard.press('Enter');
    await until(() => gallery.page.evaluate('[...group.dimmed]'), [second]);
    await gallery.page.keyboard.press('Tab');
    expect(await gallery.page.evaluate('document.activeElement.className')).toBe('chart-numbers');
  });

  test('what is hovered is told, and what is lit from outside lights up', async () => {
    await gallery.show({});
    await gallery.page.evaluate('window.told = []; group.onHover((run) => told.push(run ?? null))');
    await label('auc', 'tidy-wren-5').hover();
    await until(() => gallery.page.evaluate('told'), ['run3']);
    await gallery.page.evaluate('group.highlight("run1")');
    await until(async () => (await label('loss', 'quick-lynx-8').getAttribute('class'))?.includes('chart-lit'), true);
    expect(await gallery.page.evaluate('told')).toEqual(['run3']);
  });

  test('a living curve grows', async () => {
    await gallery.show({ metrics: ['auc'] });
    const row = gallery.page.locator('.chart-numbers tr', { hasText: 'wise-owl-12' });
    await until(() => row.locator('td').first().innerText(), '15');
    await gallery.page.evaluate('append()');
    await until(() => row.locator('td').first().innerText(), '16');
    // Past the end of the axis it grows too, if not at each point.
    await gallery.page.evaluate('for (let more = 0; more < 60; more++) append()');
    await expect.poll(async () => (await values('aria-valuemax'))[0], { timeout: 20_000 }).toBeGreaterThanOrEqual(75);
  });

  test('after any selection a chart shows what a new one would', async () => {
    await gallery.show({ metrics: [] });
    const pictures = await gallery.page.evaluate(`(async () => {
      const of = async (...counts) => {
        const parent = document.body.appendChild(document.createElement('div'));
        Object.assign(parent.style, { position: 'relative', width: '600px', height: '160px' });
        const chart = makeChart(parent);
        await chart.laidOut;
        const all = sampleChart(8, 40);
        for (const runs of counts) {
          chart.show({ ...all, looks: runs.map((run) => all.looks[run]), curves: runs.map((run) => all.curves[run]) });
          chart.finish();
        }
        const picture = [...parent.querySelectorAll('canvas')].map((layer) => layer.toDataURL());
        chart.destroy();
        return picture;
      };
      return [await of([1, 4, 6]), await of([0, 1, 2, 3, 4], [5], [1, 2, 4, 6], [6, 4, 2], [1, 4, 6]), await of([1, 4])];
    })()`) as string[][];
    const [fresh, changed, other] = pictures;
    expect(changed).toEqual(fresh);
    expect(other).not.toEqual(fresh);
  });

  test('a chart takes the size of its panel', async () => {
    await gallery.show({ metrics: ['auc'] });
    await plots().first().waitFor();
    const widths = (): Promise<number[]> => gallery.page.evaluate('[...document.querySelectorAll(".chart-plot canvas")].map((canvas) => canvas.getBoundingClientRect().width - document.querySelector(".chart-plot").clientWidth)');
    const named = async (): Promise<number> => (await plots().first().boundingBox())?.width ?? 0;
    const before = await named();
    await gallery.page.setViewportSize({ width: 900, height: 720 });
    await until(widths, [0, 0, 0, 0]);
    await expect.poll(named, { timeout: 20_000 }).toBeLessThan(before);
    await gallery.page.setViewportSize({ width: 1280, height: 720 });
  });

  test('more than fifty runs are a band, with the pinned one on top', async () => {
    await gallery.show({ runs: 214, metrics: ['auc'] });
    await gallery.page.getByText('band of 214 runs').waitFor();
    expect(await gallery.page.locator('.chart-ends button').allInnerTexts()).toEqual([expect.stringContaining('tidy-wren-5')]);
  });

  test('what the picture leaves out is said', async () => {
    await gallery.show({ state: 'odd', metrics: ['loss'], options: { logY: true } });
    await gallery.page.getByText('6 NaN').waitFor();
    expect(await gallery.page.locator('.chart-note').allInnerTexts()).toEqual(['6 values ≤ 0 left out', '6 NaN', '3 infinite, at the edge']);
  });

  test('waiting, failing and emptiness have faces of their own', async () => {
    await gallery.show({ state: 'loading', metrics: ['auc'] });
    await gallery.page.locator('[aria-busy="true"] .chart-skeleton').waitFor();
    await gallery.show({ state: 'failed', metrics: ['auc'] });
    expect(await gallery.page.getByRole('alert').innerText()).toMatch(/^The engine does not answer.*Try Again$/s);
    await gallery.show({ state: 'empty', metrics: ['auc'] });
    await gallery.page.getByText('None of the selected runs has logged auc.').waitFor();
    await gallery.show({ metrics: [] });
    await gallery.page.getByText('Select runs in the table to see their curves.').waitFor();
  });

  test('only charts in sight are drawn', async () => {
    await gallery.show({ metrics: Array.from({ length: 40 }, (_, index) => `metric${index}`) });
    await plots().first().waitFor();
    expect(await plots().count()).toBeLessThan(20);
    await gallery.page.getByRole('heading', { name: 'metric39' }).scrollIntoViewIfNeeded();
    await gallery.page.getByRole('region', { name: 'metric39', exact: true }).locator('.chart-surface').waitFor();
  });

  test('a change of the theme repaints', async () => {
    await gallery.show({ theme: 'dark', metrics: ['auc'] });
    const name = label('auc', 'calm-fox-3');
    await until(() => name.getAttribute('style'), 'color: rgb(86, 180, 233);');
    await gallery.page.evaluate('dress("light")');
    await until(() => name.getAttribute('style'), 'color: rgb(0, 103, 176);');
  });

  test('charts leave as one PNG of twice the size', async () => {
    await gallery.show({});
    await plots().nth(3).waitFor();
    const made = await gallery.page.evaluate('(async () => { const blob = await png(); const picture = await createImageBitmap(blob); return [blob.type, picture.width > 2000, picture.height > 700]; })()');
    expect(made).toEqual(['image/png', true, true]);
  });

  test('a narrow panel has one chart to a row', async () => {
    await gallery.page.setViewportSize({ width: 520, height: 720 });
    await gallery.show({});
    const [first, second] = [await plots().nth(0).boundingBox(), await plots().nth(1).boundingBox()];
    expect(second?.x).toBe(first?.x);
    await gallery.page.setViewportSize({ width: 1280, height: 720 });
  });
});

describe('runs', () => {
  test('points of a scatter are reached and selected by keys and by pointer', async () => {
    await gallery.show({ chart: 'scatter', runs: 14 });
    await gallery.page.locator('.chart-points').focus();
    await gallery.page.keyboard.press('Home');
    await expect.poll(() => gallery.page.locator('.chart-said').textContent(), { timeout: 20_000 }).toMatch(/^\S+: learning_rate 0\.\d+, auc 0\.\d+/);
    const before = await gallery.page.locator('.chart-said').textContent();
    await gallery.page.keyboard.press('ArrowRight');
    await expect.poll(() => gallery.page.locator('.chart-said').textContent(), { timeout: 20_000 }).not.toBe(before);
    const selected = async (): Promise<boolean> => (await gallery.page.locator('.chart-said').textContent())?.endsWith(', selected') === true;
    const was = await selected();
    await gallery.page.keyboard.press('Enter');
    await until(selected, !was);
  });

  test('axes of parallel coordinates move, and a part of one chooses runs', async () => {
    await gallery.show({ chart: 'parallel', runs: 60 });
    const names = (): Promise<string[]> => gallery.page.locator('.chart-axis-name').allInnerTexts();
    await gallery.page.getByRole('button', { name: 'model' }).focus();
    await gallery.page.keyboard.press('ArrowRight');
    await until(async () => (await names()).slice(0, 2), ['learning_rate (log)', 'model']);
    const track = gallery.page.getByRole('slider', { name: 'chosen part of auc' });
    const box = await track.boundingBox();
    await gallery.page.mouse.move((box?.x ?? 0) + 9, (box?.y ?? 0) + 5);
    await gallery.page.mouse.down();
    await gallery.page.mouse.move((box?.x ?? 0) + 9, (box?.y ?? 0) + 80, { steps: 3 });
    await gallery.page.mouse.up();
    await gallery.page.getByText(/^\d+ of 60 runs$/).waitFor();
    const passed = Number(await gallery.page.evaluate('document.body.dataset.passed'));
    expect(passed).toBeGreaterThan(0);
    expect(passed).toBeLessThan(60);
    await track.focus();
    await gallery.page.keyboard.press('Delete');
    await until(() => gallery.page.evaluate('document.body.dataset.passed'), '60');
  });

  test('importance says its share, its best values, and over how many runs', async () => {
    await gallery.show({ chart: 'importance', runs: 60 });
    expect(await gallery.page.locator('.chart-shares tbody tr').first().innerText()).toMatch(/^learning_rate\s+\d+ %\s+0\.\d+ at .*\s+60$/s);
    await gallery.show({ chart: 'importance', runs: 5 });
    await gallery.page.getByText('5 runs with auc are too few to tell what matters. Show at least 8.').waitFor();
  });

  test('a bar lights its run everywhere', async () => {
    await gallery.show({ chart: 'bars' });
    await gallery.page.locator('.chart-bars').first().locator('tr').nth(2).hover();
    await expect.poll(() => gallery.page.locator('tr.chart-lit').count(), { timeout: 20_000 }).toBe(2);
  });
});

test('pictures', async () => {
  const folder = environmentValue('SLIPWAY_TEST_PICTURES');
  mkdirSync(folder, { recursive: true });
  const scenes: Record<string, Record<string, unknown>> = {
    curves: { options: { smoothing: 0.55 } }, 'curves-50': { runs: 50, points: 2000, options: { smoothing: 0.6 } }, 'curves-band': { runs: 214 }, 'curves-odd': { state: 'odd' },
    'curves-failed': { state: 'failed' }, scatter: { chart: 'scatter', runs: 60 }, parallel: { chart: 'parallel', runs: 60 }, importance: { chart: 'importance', runs: 60 }, bars: { chart: 'bars', from: 'least' },
  };
  for (const [name, scene] of Object.entries(scenes)) {
    for (const theme of themes) {
      await gallery.show({ ...scene, theme });
      await gallery.page.locator('.chart').first().waitFor();
      await gallery.page.mouse.move(380, 110);
      await gallery.page.screenshot({ path: path.join(folder, `charts-${name}-${theme}.png`), animations: 'disabled' });
    }
  }
});
