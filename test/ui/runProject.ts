// A project whose runs have something in every tab of the run panel.
import type { EngineClient } from '../../src/connection/engineClient';
import { logArtifacts } from '../builders/artifacts';
import { curve, logRun } from '../builders/runs';

/** A picture of 64 × 48 px with a gradient, as SVG. */
const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480"><script>document.title = 'ran'</script><rect width="640" height="480" fill="#0067b0"/><circle cx="320" cy="240" r="160" fill="#e69f00"/><text x="220" y="250" font-size="32" fill="#fff">confusion</text></svg>`;
/** The smallest PNG that is red: 1 × 1 px. */
export const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==', 'base64');
const page = `<!doctype html><title>report</title><h1 id="words">Report</h1><img src="http://127.0.0.1:9/tracker.png"><script>document.getElementById('words').textContent = 'The script ran'; fetch('http://127.0.0.1:9/').catch(() => { document.body.dataset.network = 'closed'; })</script>`;
const markdown = '# Model card\n\nTrained on **churn**, see `train.py`.\n\n<img src=x onerror="document.title=1">\n\n| part | rows |\n|---|---|\n| train | 8000 |\n\n- first\n- second\n';
const json = '{"model": "forest", "scores": [0.91, 0.914, NaN], "id": 12345678901234567890, "nested": {"depth": 8, "名前": "日本語", "empty": {}}}';

/** Rows of a CSV, the head first. */
export function csv(rows: number): string {
  return `id,name,score\n${Array.from({ length: rows }, (_, row) => `${row},"customer ${row}, é",${(row / 7).toFixed(4)}`).join('\n')}\n`;
}

export const files: Readonly<Record<string, string | Uint8Array>> = {
  'plots/confusion.svg': svg, 'plots/dot.png': png, 'report.html': page, 'card.md': markdown, 'metrics.json': json, 'table.csv': csv(500), 'wide.tsv': 'a\tb\n1\t2\n',
  'model/model.pkl': Uint8Array.from([128, 4, 0, 1, 2]), 'model/requirements.txt': 'scikit-learn==1.7.2\nmlflow==3.17.2\n', 'src/train.py': 'import mlflow\n\nmlflow.autolog()\n',
  'слова/заметка.txt': 'Привет\n', 'notes': 'a file without an ending\n',
};

const PATCH = 'diff --git a/train.py b/train.py\nindex 111..222 100644\n--- a/train.py\n+++ b/train.py\n@@ -1,2 +1,3 @@\n import mlflow\n-EPOCHS = 10\n+EPOCHS = 50\n+DEPTH = 8\n';

/** The full run, its baseline, a failed one, an empty one and one with very much in it; ids by name. */
export async function logRunProject(engine: EngineClient): Promise<Record<string, string>> {
  const ids: Record<string, string> = {};
  const log = async (name: string, plan: Partial<Parameters<typeof logRun>[1]>): Promise<string> => {
    const id = await logRun(engine, { experiment: 'churn', name, ...plan });
    ids[name] = id;
    return id;
  };
  const baseline = await log('tidy-wren-5', { minutesAgo: 4000, params: { max_depth: 4 }, metrics: { auc: curve(0.5, 0.902, 50), loss: curve(0.7, 0.2463, 50), f1: 0.7884 } });
  await log('brave-ant-8', {
    status: 'FAILED', minutesAgo: 200, params: { max_depth: 12 },
    tags: { 'slipway.failure': "KeyError: 'tenure'", 'slipway.exit_code': '1', 'mlflow.source.name': 'train.py', 'mlflow.source.git.commit': '3f2a91c0d4e5f60718293a4b5c6d7e8f90a1b2c3', 'slipway.git.dirty': 'false' },
  });
  await log('empty-reed-1', { minutesAgo: 100 });
  const full = await log('calm-fox-3', {
    minutesAgo: 12, minutes: 4,
    params: { model: 'xgboost', max_depth: 6, learning_rate: 0.03, subsample: 0.8, prompt: 'Classify each customer. '.repeat(250), 'имя модели': 'лес' },
    metrics: { auc: curve(0.5, 0.914, 50), f1: curve(0.4, 0.803, 50), loss: curve(0.7, 0.231, 50), precision: curve(0.5, 0.82, 50), epoch: 50, 'system/cpu_utilization_percentage': curve(20, 80, 50), 'system/system_memory_usage_megabytes': curve(900, 2100, 50) },
    tags: {
      'mlflow.note.content': 'Deeper trees and a lower rate.\nBetter on every metric; slower by a third.', 'slipway.starred': 'true', team: 'growth', 'mlflow.source.name': 'train.py',
      'mlflow.source.git.commit': '3f2a91c0d4e5f60718293a4b5c6d7e8f90a1b2c3', 'mlflow.source.git.branch': 'deeper', 'slipway.git.dirty': 'true', 'mlflow.user': 'ada',
    },
  });
  await engine.request('POST', '/api/2.0/mlflow/runs/log-inputs', {
    run_id: full,
    datasets: [{
      tags: [{ key: 'mlflow.data.context', value: 'training' }],
      dataset: {
        name: 'churn-2026-10', digest: '8f3c1a2b', source_type: 'local', source: JSON.stringify({ uri: 'data/churn.parquet' }), profile: JSON.stringify({ num_rows: 8000, num_elements: 96_000 }),
        schema: JSON.stringify({ mlflow_colspec: [{ type: 'long', name: 'tenure', required: true }, { type: 'double', name: 'monthly charges', required: false }, { type: 'string', name: 'план', required: true }] }),
      },
    }],
  });
  await logArtifacts(engine, full, {
    ...files, 'slipway/patch.diff': PATCH,
    'slipway/command.json': JSON.stringify({ command: ['python', 'train.py', '--note', 'two words'], cwd: '/home/ada/churn', interpreter: '/home/ada/churn/.venv/bin/python', environment: { CUDA_VISIBLE_DEVICES: '0' } }),
    'slipway/packages.json': JSON.stringify({ python: '3.12.7', implementation: 'CPython', executable: '/home/ada/churn/.venv/bin/python', platform: 'Linux-6.8-x86_64', packages: { mlflow: '3.17.2', numpy: '2.3.1', 'scikit-learn': '1.7.2' } }),
    'slipway/log.txt': Array.from({ length: 400 }, (_, line) => `epoch ${line + 1}/400  loss ${(1 / (line + 1)).toFixed(4)}`).join('\n'),
  });
  await engine.setExperimentTag((await engine.run(full)).info.experiment_id, 'slipway.baseline', baseline);
  return ids;
}

/** A run with a hundred metrics, a thousand artifacts, an image of 50 MB and a table of two million rows. */
export async function logWideRun(engine: EngineClient): Promise<string> {
  const id = await logRun(engine, { experiment: 'limits', name: 'wide', metrics: Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`metric_${index}`, [0.1, 0.5, index / 100]])) });
  await logArtifacts(engine, id, Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`checkpoints/epoch-${index}.txt`, `epoch ${index}\n`])));
  await logArtifacts(engine, id, { 'huge.png': Buffer.alloc(50_000_000), 'huge.csv': csv(2_000_000) });
  return id;
}
