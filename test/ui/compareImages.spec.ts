// Images that a real script logs over its steps, side by side in the compare panel.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { trackingUri } from '../../src/connection/trackingEnvironment';
import { logArtifacts } from '../builders/artifacts';
import { logRun } from '../builders/runs';
import { compareExperiment, row, rows } from './comparePanel';
import { environmentValue } from './environmentValue';
import { chooseTab, keptByWorkbench, panelOf, seriousViolations, tabTo } from './runPanel';
import { shareProject } from './sharedWindow';
import type { Workbench } from './workbench';

/** A square that grows and takes on colour from step to step: what a model of pictures logs while it learns. */
const script = `import sys
import mlflow
import numpy as np

mlflow.set_experiment("pictures")
for name, red in (("warm-lark-1", 220), ("cool-lark-2", 40)):
    with mlflow.start_run(run_name=name):
        for step in range(0, 50, 10):
            picture = np.full((90, 120, 3), 245, dtype=np.uint8)
            picture[10:20 + step, 10:30 + step] = (red, 5 * step, 120)
            mlflow.log_image(picture, key="samples/grid", step=step)
            mlflow.log_metric("loss", 1 / (step + 1), step=step)
        mlflow.log_image(picture, "last.png")
`;

describe('images of runs', () => {
  let workbench: Workbench;

  shareProject({
    viewport: { width: 1440, height: 960 },
    log: async (engine, folder) => {
      writeFileSync(path.join(folder, 'pictures.py'), script);
      await promisify(execFile)(environmentValue('SLIPWAY_TEST_PYTHON'), ['pictures.py'], { cwd: folder, env: { ...process.env, MLFLOW_TRACKING_URI: trackingUri(engine.address) } });
      const large = await logRun(engine, { experiment: 'pictures', name: 'huge-lark-3', minutesAgo: 30, metrics: { loss: 2 } });
      await logArtifacts(engine, large, { 'last.png': Buffer.alloc(50_000_000) });
    },
  }, async (opened) => {
    workbench = opened;
    await compareExperiment(workbench, 'pictures');
    await rows(workbench).first().waitFor();
  });

  const slider = () => panelOf(workbench).getByRole('slider', { name: /step/ });
  /** The middle of the growing square: red, green, blue. */
  const colorOf = async (name: string): Promise<number[]> => {
    const frame = await (await panelOf(workbench).locator('figure').filter({ hasText: name }).locator('img').elementHandle())?.ownerFrame();
    // As text: these tests are checked without the types of a page.
    return await frame?.evaluate<number[]>(`(async () => {
      const image = [...document.querySelectorAll('figure')].find((figure) => figure.textContent.includes(${JSON.stringify(name)})).querySelector('img');
      await image.decode();
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
      const context = canvas.getContext('2d');
      context.drawImage(image, 0, 0);
      return [...context.getImageData(12, 12, 1, 1).data.slice(0, 3)];
    })()`) ?? [];
  };

  test('stand side by side at the last step', async () => {
    await chooseTab(panelOf(workbench), 'Images');
    await panelOf(workbench).getByRole('button', { name: 'samples/grid' }).waitFor();
    expect(await slider().getAttribute('aria-valuetext')).toBe('step 40');
    await expect.poll(() => colorOf('warm-lark-1')).toEqual([220, 200, 120]);
    await expect.poll(() => colorOf('cool-lark-2')).toEqual([40, 200, 120]);
    await panelOf(workbench).locator('figure').filter({ hasText: 'huge-lark-3' }).getByText('no such image').waitFor();
    await workbench.screenshot('compare-images-logged', ['light', 'dark', 'hc']);
    expect(await seriousViolations(workbench)).toEqual([]);
  });

  test('go through the steps together by keys', async () => {
    await tabTo(workbench, '.images-steps input');
    await workbench.page.keyboard.press('Home');
    await expect.poll(() => colorOf('warm-lark-1')).toEqual([220, 0, 120]);
    await workbench.page.keyboard.press('ArrowRight');
    await expect.poll(() => slider().getAttribute('aria-valuetext')).toBe('step 10');
    await expect.poll(() => colorOf('warm-lark-1')).toEqual([220, 50, 120]);
    await expect.poll(() => colorOf('cool-lark-2')).toEqual([40, 50, 120]);
  });

  test('are at that step again after a reload', async () => {
    await keptByWorkbench(workbench, '"step":10');
    await workbench.page.reload();
    await panelOf(workbench).getByRole('button', { name: 'samples/grid' }).waitFor({ timeout: 60_000 });
    expect(await slider().getAttribute('aria-valuetext')).toBe('step 10');
    await expect.poll(() => colorOf('cool-lark-2')).toEqual([40, 50, 120]);
  });

  test('of 50 MB say so and ask; what is no image says that', async () => {
    await panelOf(workbench).getByRole('button', { name: 'samples/grid' }).click();
    await panelOf(workbench).getByRole('option', { name: 'last.png' }).click();
    const large = panelOf(workbench).locator('figure').filter({ hasText: 'huge-lark-3' });
    await large.getByText('This image has 50 MB.').waitFor();
    await workbench.screenshot('compare-images-large', ['dark', 'light']);
    await large.getByRole('button', { name: 'Show it' }).click();
    await large.getByText('This file cannot be drawn as an image.').waitFor();
    expect(await row(workbench, 'huge-lark-3').count()).toBe(1);
  });
});
