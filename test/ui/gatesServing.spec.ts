// A gate that limits what a version costs while it is served, run in a real workbench: its numbers stand with their limits.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { registerRun } from '../builders/models';
import { tinyGraph } from '../unit/engine/serving/conversion/tinyGraph';
import { chooseTab, panelOf, seriousViolations } from './runPanel';
import { shareProject } from './sharedWindow';
import type { Workbench } from './workbench';

const MLMODEL = 'flavors:\n  onnx: { data: model.onnx }\nsignature:\n  inputs: \'[{"type": "tensor", "tensor-spec": {"dtype": "float32", "shape": [-1, 3]}}]\'\n  outputs: \'[]\'\n';
const FILES = { MLmodel: MLMODEL, 'model.onnx': tinyGraph({ zipMap: false }), 'serving_input_example.json': '{"inputs": [[1, 2, 3], [3, 2, 1]]}' };

describe('a gate with limits of serving', () => {
  let workbench: Workbench;

  shareProject({
    viewport: { width: 1440, height: 900 },
    log: async (engine, folder) => {
      writeFileSync(path.join(folder, 'slipway.yaml'), 'gates:\n  sorter:\n    serving:\n      latency: { p50_ms: 0.001, p99_ms: 60000, times_champion: 1000 }\n      memory_mb: 100000\n      size_mb: 1\n');
      for (const name of ['calm-fox-3', 'brave-ant-8']) {
        await registerRun(engine, 'sorter', { experiment: 'sorter', name, metrics: { accuracy: 0.9 } }, FILES);
      }
      await engine.registry.setAlias('sorter', 'champion', '1');
    },
  }, async (opened) => {
    workbench = opened;
    await workbench.sideBar();
    await workbench.treeRow('@champion v1').waitFor();
  });

  test('is run from the panel, and tells each number with its limit', async () => {
    await workbench.treeRow('v2').click();
    const panel = panelOf(workbench);
    await chooseTab(panel, 'Gate');
    await panel.getByRole('button', { name: 'Run gate' }).click();
    await panel.getByText('Failed: 1 of 6 checks').waitFor({ timeout: 120_000 });
    const rows = await panel.locator('.checks tbody').allInnerTexts();
    expect(rows[0]).toMatch(/p50_ms[\s\S]*<= 0\.001 ms[\s\S]*p50 of sorter v2 is \S+ ms, and may be at most 0\.001 ms\. It was asked [\d,]+ requests? of one row\./);
    expect(rows.map((text) => /p50_ms|p99_ms|times_champion|memory_mb|size_mb|pickles/.exec(text)?.[0])).toEqual(['p50_ms', 'p99_ms', 'times_champion', 'memory_mb', 'size_mb', 'pickles']);
    await workbench.screenshot('model-gate-serving', ['light', 'dark', 'hc']);
    expect(await seriousViolations(workbench)).toEqual([]);
  });
});
