/** What the lines of the Monitors view say, and which alerts are told. */
import { describe, expect, it } from 'vitest';
import { findingsOf, monitorFacts, monitorItem, untoldAlerts } from '../../../../src/editor/monitoring/model';
import { openAlertsText, worstFirst } from '../../../../src/wording/monitorText';
import type { MonitorOptions } from '../../../../src/protocol/monitors';
import { alert, answers, column, fairness, learned, monitor, monitoredWindow, NOW } from './builders';

const lines = (of = monitor()): string[] => findingsOf(of, NOW).map(({ view }) => [view.label, view.description].filter((text) => text !== '').join('  '));

describe('a monitor', () => {
  it('says what is open, with the icon of its worst alert', () => {
    expect(monitorItem(monitor())).toMatchObject({ description: 'drift: 2 of 3 columns', icon: { id: 'warning', color: 'list.warningForeground' }, contextValue: 'monitor;watching;open;' });
    expect(monitorItem(monitor({ alerts: [alert(), alert({ alert_id: 'a2', level: 'critical' })] })).icon).toEqual({ id: 'error', color: 'list.errorForeground' });
  });

  it('stays in sight without colour when somebody sees to it', () => {
    expect(monitorItem(monitor({ alerts: [alert({ state: 'snoozed' })] }))).toMatchObject({ description: 'drift: 2 of 3 columns · snoozed', icon: { id: 'warning' }, contextValue: 'monitor;watching;seen;' });
    expect(monitorItem(monitor({ alerts: [alert({ state: 'snoozed' })] })).icon).not.toHaveProperty('color');
  });

  it('is green only where a window was judged', () => {
    expect(monitorItem(monitor({ alerts: [], last: monitoredWindow({ state: 'ok', columns: [column('age', 0.01, false)] }) }))).toMatchObject({ description: 'no drift', icon: { id: 'pass' } });
    expect(monitorItem(monitor({ alerts: [], last: null, stage: '40 of 1000 rows have come' }))).toMatchObject({ description: '40 of 1000 rows have come', icon: { id: 'eye' } });
    expect(monitorItem(monitor({ alerts: [], last: monitoredWindow({ state: 'too_few', rows: 37, columns: [] }) }))).toMatchObject({ description: '37 rows, too few', icon: { id: 'eye' } });
    expect(monitorItem(monitor({ alerts: [], last: monitoredWindow({ state: 'failed', reason: 'Nothing could be compared.' }) })).icon.id).toBe('error');
    expect(monitorItem(monitor({ alerts: [], state: 'failed', problem: 'train.csv is not there.' }))).toMatchObject({ description: 'train.csv is not there.', icon: { id: 'debug-disconnect' } });
    expect(monitorItem(monitor({ state: 'stopped' }))).toMatchObject({ description: expect.stringContaining('stopped') as string, icon: { id: 'circle-outline' } });
  });
});

describe('the lines below it', () => {
  it('are the drifting columns, worst first and since when, then what it waits for', () => {
    expect(lines()).toEqual(['tenure  W norm 0.9 > 0.1 · since 02:10', 'age  W norm 0.31 > 0.1 · since 02:10', 'the window ends at 10:00']);
  });

  it('say of a p-value that it is one, and name a new category', () => {
    const plan = column('plan', 0.0004, true, { method: 'chisquare', measure: 'p-value', threshold: 0.05, new_categories: { count: 1, share: 0.1, examples: ['family+'] } });
    expect(lines(monitor({ alerts: [], last: monitoredWindow({ columns: [plan] }) }))[0]).toBe('plan  χ² p 0.0004 < 0.05 · in the last window · new category "family+"');
  });

  it('say how good answers are, and why that is not known', () => {
    const quality = { metric: 'accuracy', reference: 0.914, estimated: { value: 0.862, low: 0.842, high: 0.882 }, realised: { value: 0.848, low: 0.8, high: 0.89 }, labelled: 310 } as const;
    const shown = (known: typeof quality | Omit<typeof quality, 'estimated'> & { readonly estimated: null; readonly estimated_reason: string }): string[] => lines(monitor({ alerts: [], last: monitoredWindow({ columns: [], quality: known }) }));
    expect(shown(quality)).toEqual(['realised accuracy 0.848  ± 0.045 · on 310 labels · 0.914 on the reference', 'estimated accuracy 0.862  ± 0.02 · 0.914 on the reference', 'the window ends at 10:00']);
    expect(shown({ ...quality, estimated: null, estimated_reason: 'The model tells no probabilities.' })[1]).toBe('estimated quality  The model tells no probabilities.');
  });

  it('begin with quality that is lost, in the colour of errors', () => {
    const found = (options: Partial<MonitorOptions>): ReturnType<typeof findingsOf> => findingsOf(monitor({
      options: { deployment: 'churn-api', ...options },
      last: monitoredWindow({ columns: [column('age', 0.3, true)], quality: { metric: 'accuracy', reference: 0.914, estimated: { value: 0.9, low: 0.88, high: 0.92 }, realised: { value: 0.71, low: 0.66, high: 0.76 }, labelled: 310 } }),
    }), NOW);
    expect(found({}).map(({ id }) => id)).toEqual(['realised', 'column age', 'estimated', 'waiting']);
    expect(found({})[0]?.view).toMatchObject({ icon: { id: 'tag', color: 'list.errorForeground' }, spoken: expect.stringContaining('Too bad: realised accuracy 0.710') as string });
    expect(found({})[2]?.view.icon).toEqual({ id: 'dashboard' });
    expect(found({ quality: { min: 0.7 } }).map(({ id }) => id)).toEqual(['column age', 'realised', 'estimated', 'waiting']);
  });

  it('are what drifts beside columns too, each since when people are told of it, and opens as what it is', () => {
    const last = monitoredWindow({ columns: [], answers: [answers('prediction', 0.0004, true), answers('target', 0.4, false)], multivariate: learned(0.71, true) });
    const found = monitor({ alerts: [alert({ columns: [], beside: ['prediction'] })], last });
    expect(monitorItem(found).description).toBe('drift: predictions');
    expect(lines(found)).toEqual([
      'predictions  χ² p 0.0004 < 0.05, against the label column churn of train.csv · since 02:10', 'columns together  domain classifier, ROC-AUC 0.71, beyond 0.45 to 0.65 · in the last window', 'the window ends at 10:00',
    ]);
    expect(findingsOf(found, NOW).map(({ opens }) => opens?.beside)).toEqual(['prediction', 'multivariate', undefined]);
    expect(lines(monitor({ alerts: [], last: monitoredWindow({ columns: [], answers: [answers('prediction', 0.4, false)], multivariate: learned(null, null, { reason: 'No Python is known.' }) }) }))).toEqual(['the window ends at 10:00']);
  });

  it('name groups only where they lie further apart than the limit, and than chance sets them', () => {
    const gap = { rate: 'selection', most: { group: 'M', value: 0.61 }, least: { group: 'F', value: 0.4 }, chance: 0.05 } as const;
    const options = { deployment: 'churn-api', quality: { fairness: { group: 'sex' } } };
    const shown = (chance: number): string[] => lines(monitor({ alerts: [alert({ kind: 'fairness', columns: ['sex'] })], options, last: monitoredWindow({ columns: [], fairness: fairness({ ...gap, chance }) }) }));
    expect(shown(0.05)[0]).toBe('sex  groups 0.210 apart: M 0.610, F 0.400 · since 02:10');
    expect(shown(0.3)).toEqual(['the window ends at 10:00']);
  });

  it('are not endless', () => {
    const columns = Array.from({ length: 500 }, (_, index) => column(`c${index}`, 1 + index, true));
    expect(lines(monitor({ last: monitoredWindow({ columns }) }))).toHaveLength(32);
  });

  it('never call a baseline training data', () => {
    const facts = monitorFacts(monitor({ last: monitoredWindow({ reference: { kind: 'baseline', name: 'baseline: the first 1,000 rows of the traffic', rows: 1000 } }) }), NOW);
    expect(facts).toContain('Compared with baseline: the first 1,000 rows of the traffic');
    expect(facts.join(' ')).not.toContain('training');
  });
});

describe('alerts', () => {
  const told = new Map<string, number>();
  const untold = (...alerts: ReturnType<typeof alert>[]): string[] => untoldAlerts(alerts.map((one) => ({ alert: one })), (id) => told.get(id)).map(({ alert: { alert_id: id } }) => id);

  it('are told once, again when they got worse, and not while nobody is to be told', () => {
    expect(untold(alert())).toEqual(['a1']);
    told.set('a1', NOW);
    expect(untold(alert())).toEqual([]);
    expect(untold(alert({ told_at: NOW + 1 }))).toEqual(['a1']);
    expect(untold(alert({ alert_id: 'a2', told_at: null }), alert({ alert_id: 'a3', state: 'acknowledged' }))).toEqual([]);
  });

  it('are named in the status bar, the worst first', () => {
    expect(openAlertsText([])).toBeUndefined();
    expect(openAlertsText([alert()])).toBe('churn-api drift');
    expect(openAlertsText([alert(), alert({ monitor: 'iris', level: 'critical', kind: 'realised_quality' })])).toBe('iris quality and 1 more');
    expect(openAlertsText([alert({ level: 'critical' }), alert({ monitor: 'iris', level: 'critical', kind: 'estimated_quality' })])).toBe('iris quality and 1 more');
  });

  it('stand in the order of what they mean: wrong answers before other inputs, truths before estimates', () => {
    const alerts = [alert({ level: 'critical' }), alert({ kind: 'estimated_quality', level: 'critical' }), alert({ kind: 'data' }), alert({ kind: 'realised_quality', level: 'critical' }), alert()];
    expect(worstFirst(alerts).map(({ kind, level }) => `${level} ${kind}`)).toEqual(['critical realised_quality', 'critical estimated_quality', 'critical drift', 'warning drift', 'warning data']);
    const last = monitoredWindow({ quality: { metric: 'accuracy', reference: 0.9, estimated: null, realised: { value: 0.71, low: 0.66, high: 0.76 }, labelled: 310 } });
    expect(monitorItem(monitor({ last, alerts: [alert({ level: 'critical' }), alert({ kind: 'realised_quality', level: 'critical', columns: [] })] })).description).toBe('accuracy 0.710 realised · drift: 2 of 3 columns');
  });
});
