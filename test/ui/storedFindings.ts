// A monitor that has found all that one can find: answers, columns together, broken rules, groups, a baseline with its reason, and what was retrained for it.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openDatabase } from '../../src/engine/database/open';
import { MonitorStore } from '../../src/engine/monitoring/store';
import { RetrainingStore } from '../../src/engine/retraining/store';
import type { MonitoredWindow, MonitorOptions } from '../../src/protocol/monitors';
import type { Retraining } from '../../src/protocol/retraining';
import { alert, answers, column, fairness, learned, monitoredWindow } from '../unit/editor/monitoring/builders';
import { keptLog } from '../unit/engine/silentLog';

const HOUR = 3_600_000;
const WINDOWS = 12;
export const BASELINE_REASON = 'The data set customers has changed since the run logged it, or was read in another way: its digest is 7c1f, and was 02ab.';

const FILE = `train:
  fit: { command: python train.py }
data:
  customers: { file: customers.csv, columns: { age: { max: 120 } } }
monitors:
  churn:
    deployment: churn-api
    schema: customers
    window: { every: 1h }
    drift: { multivariate: domain-classifier }
    quality: { data: customers.csv, label: churn, fairness: { group: sex } }
retrain:
  churn: { monitor: churn, train: fit }
`;

/** As the file has them: what is stopped is told as it was started with. */
const OPTIONS: MonitorOptions = {
  deployment: 'churn-api', schema: 'customers', window: { every: '1h' }, drift: { multivariate: 'domain-classifier' }, quality: { data: 'customers.csv', label: 'churn', fairness: { group: 'sex' } },
};

/** @param folder the project; its store is not there yet */
export function storeFindings(folder: string): void {
  writeFileSync(path.join(folder, 'slipway.yaml'), FILE);
  const store = path.join(folder, '.slipway');
  mkdirSync(store, { recursive: true });
  const database = openDatabase(store, keptLog());
  try {
    const monitors = new MonitorStore(database.sqlite);
    const retrainings = new RetrainingStore(database.sqlite);
    const end = Math.floor(Date.now() / HOUR) * HOUR;
    database.sqlite.transaction(() => {
      monitors.save({ name: 'churn', root: folder, python: null, options: OPTIONS, wanted: 'stopped', problem: null, next: end, baseline: null, created_at: end - WINDOWS * HOUR });
      for (let at = 0; at < WINDOWS; at += 1) {
        monitors.saveWindow('churn', windowOf(end - (WINDOWS - at) * HOUR, (at + 1) / WINDOWS));
      }
      const told = { monitor: 'churn', since: end - 5 * HOUR, until: end, opened_at: end - 5 * HOUR, told_at: end - 5 * HOUR };
      monitors.saveAlert(alert({ ...told, alert_id: 'drift', columns: [], beside: ['prediction', 'multivariate'], text: 'The predictions drift, the columns together drift.' }));
      monitors.saveAlert(alert({ ...told, alert_id: 'fairness', kind: 'fairness', level: 'critical', columns: ['sex'], text: '“yes” is answered to 61 % of M and 40 % of F.' }));
      retrainings.savePolicy({ name: 'churn', root: folder, python: null, wanted: 'stopped', problem: null, since: end - WINDOWS * HOUR });
      retrainings.save(retrained(end - 3 * HOUR));
    })();
  } finally {
    database.close();
  }
}

/** @param age how much of its past is over, to 1: from the middle on answers are others, and columns go together in another way, though each is as it was */
function windowOf(from: number, age: number): MonitoredWindow {
  const changed = Math.max(0, age - 0.5) * 2;
  const drifts = changed > 0.1;
  const apart = 0.03 + changed * 0.18;
  return monitoredWindow({
    from, to: from + HOUR, state: drifts ? 'critical' : 'ok', reference: { kind: 'baseline', name: 'baseline: the first 1,000 rows of the traffic', rows: 1000, reason: BASELINE_REASON },
    columns: ['age', 'plan', 'tenure'].map((name, at) => column(name, 0.03 + at * 0.01 + Math.sin(age * 17 + at) * 0.01, false)), dataset: { share: 0, threshold: 0.5, drifted: false, judged: 3, drifted_columns: 0 },
    answers: [
      answers('prediction', 10 ** -(0.5 + changed * 6), drifts, { against: 'the answers to the first rows of the traffic' }),
      ...(age < 0.8 ? [answers('target', 0.4, false, { against: 'the label column churn of customers.csv' })] : []),
    ],
    ...(age === 1 ? {} : { multivariate: learned(0.5 + changed * 0.28, changed > 0.54) }),
    violations: drifts ? [{ column: 'age', rule: 'max', message: 'It must be at most 120, and 3 % are not.', count: 36, share: 0.03, examples: [{ row: 7, value: '131' }, { row: 90, value: '125' }] }] : [],
    fairness: fairness({ rate: 'selection', most: { group: 'M', value: 0.4 + apart }, least: { group: 'F', value: 0.4 }, chance: 0.05 }), versions: [{ model: 'churn', version: '7', rows: 1200 }], computed_at: from + HOUR + 4000,
  });
}

function retrained(at: number): Retraining {
  const step = (minutes: number, state: Retraining['state'], text: string): Retraining['steps'][number] => ({ at: at + minutes * 60_000, state, text, by: 'rule' });
  return {
    retraining_id: 'churn-1', policy: 'churn', monitor: 'churn', deployment: 'churn-api', model: 'churn', state: 'rejected', paused: false, why: 'Fairness: “yes” is answered to 61 % of M and 40 % of F.', trigger: 'alert', alert_id: 'fairness',
    steps: [step(0, 'training', 'Training began with 310 labelled rows.'), step(4, 'judging', 'churn/8 is there; its gate judges it.'), step(5, 'rejected', 'churn/8 is less accurate than the champion: 0.871 against 0.902.')],
    labelled_rows: 310, job_id: null, run_id: null, version: '8', gate_id: null, shadow_at: null, rollout_at: null, started_at: at, ended_at: at + 5 * 60_000,
  };
}
