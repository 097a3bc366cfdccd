/** Monitors as an engine tells them, for tests of what is said of them. */
import type { DriftColumn } from '../../../../src/protocol/drift';
import type { Alert, AnswerColumn, FairnessGap, Monitor, MonitoredWindow, MultivariateDrift, WindowFairness } from '../../../../src/protocol/monitors';

export const NOW = new Date(2026, 10, 22, 9, 30).getTime();

export function column(name: string, score: number | null, drifted: boolean | null, more: Partial<DriftColumn> = {}): DriftColumn {
  return { name, type: 'num', method: score === null ? null : 'wasserstein', score, measure: score === null ? null : 'distance', threshold: score === null ? null : 0.1, drifted, ...more };
}

/** What was answered, or came true, judged by a chi-square test. */
export function answers(role: AnswerColumn['role'], score: number | null, drifted: boolean | null, more: Partial<AnswerColumn> = {}): AnswerColumn {
  return { ...column(role === 'prediction' ? 'prediction' : 'truth', score, drifted, { type: 'cat', ...(score === null ? {} : { method: 'chisquare', measure: 'p-value', threshold: 0.05 }) }), role, against: 'the label column churn of train.csv', ...more };
}

export function learned(value: number | null, drifted: boolean | null, more: Partial<MultivariateDrift> = {}): MultivariateDrift {
  return { method: 'domain-classifier', value, low: value === null ? null : value - 0.02, high: value === null ? null : value + 0.02, lower: 0.45, upper: 0.65, drifted, reason: null, ...more };
}

/** Two groups of a column, apart by one rate. */
export function fairness(gap: FairnessGap, more: Partial<WindowFairness> = {}): WindowFairness {
  const apart = gap.most.value - gap.least.value;
  const groups = [gap.least, gap.most].map(({ group, value }) => ({ group, rows: 600, labelled: 300, selection: value, true_positive: 0.8, false_positive: 0.1, judged: true }));
  return { column: 'sex', positive: 'yes', groups, gaps: [gap], measures: { demographic_parity_difference: apart, demographic_parity_ratio: null, equalized_odds_difference: null, equalized_odds_ratio: null }, ...more };
}

export function monitoredWindow(more: Partial<MonitoredWindow> = {}): MonitoredWindow {
  return {
    from: NOW - 3_600_000, to: NOW, rows: 1_200, state: 'warning', reason: null, reference: { kind: 'file', name: 'train.csv', rows: 150 },
    columns: [column('steady', 0.04, false), column('age', 0.31, true), column('tenure', 0.9, true)], dataset: { share: 2 / 3, threshold: 0.5, drifted: true, judged: 3, drifted_columns: 2 },
    quality: null, versions: [{ model: 'churn', version: '7', rows: 1_200 }], computed_at: NOW, ...more,
  };
}

export function alert(more: Partial<Alert> = {}): Alert {
  return {
    alert_id: 'a1', monitor: 'churn-api', deployment: 'churn-api', kind: 'drift', level: 'warning', state: 'open', text: '2 of 3 columns drift: tenure, age.', columns: ['tenure', 'age'],
    since: new Date(2026, 10, 22, 2, 10).getTime(), until: NOW, opened_at: NOW, closed_at: null, told_at: NOW, snoozed_until: null, notes: [], ...more,
  };
}

export function monitor(more: Partial<Monitor> = {}): Monitor {
  return {
    name: 'churn-api', deployment: 'churn-api', state: 'watching', problem: null, stage: null, options: { deployment: 'churn-api' }, last: monitoredWindow(), next: NOW + 1_800_000, alerts: [alert()],
    created_at: NOW - 86_400_000, ...more,
  };
}
