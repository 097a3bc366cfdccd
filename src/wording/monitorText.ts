/** What a monitor found, in a few words: in the side bar, in the status bar and on the command line. */
import type { Alert, Monitor, MonitoredWindow, WindowQuality } from '../protocol/monitors';

/** `drift: 3 of 12 columns`, `accuracy 0.74 estimated`, `no drift`, or what it waits for. */
export function monitorSummary({ state, problem, stage, alerts, last }: Monitor): string {
  if (state === 'stopped') {
    return 'stopped';
  }
  if (problem !== null) {
    return problem;
  }
  if (alerts.length > 0) {
    return alerts.map((alert) => alertSummary(alert, last)).join(' · ');
  }
  return last === null ? stage ?? 'no window is over yet' : windowSummary(last);
}

/** `drift: 3 of 12 columns` */
export function alertSummary({ kind, columns, text }: Alert, last: MonitoredWindow | null): string {
  if (kind === 'drift') {
    return `drift: ${columns.length} of ${Math.max(last?.columns.length ?? 0, columns.length)} columns`;
  }
  const side = kind === 'estimated_quality' ? 'estimated' : 'realised';
  const value = last?.quality?.[side]?.value;
  return value === undefined ? text : `${last?.quality?.metric ?? ''} ${qualityNumber(value)} ${side}`;
}

/** `no drift`, `2 of 12 columns drift`, `37 rows, too few`, `could not be judged` */
export function windowSummary({ state, rows, columns, reason }: MonitoredWindow): string {
  const drifted = columns.filter((column) => column.drifted === true).length;
  switch (state) {
    case 'too_few': return rows === 0 ? 'no traffic' : `${rows} rows, too few`;
    case 'failed': return reason ?? 'could not be judged';
    default: return drifted === 0 ? 'no drift' : `${drifted} of ${columns.length} columns drift`;
  }
}

/** `accuracy 0.91 estimated · 0.88 on 310 labels`; empty where nothing is known. */
export function qualitySummary(quality: WindowQuality | null): string {
  if (quality === null) {
    return '';
  }
  const parts = [
    ...(quality.estimated === null ? [] : [`${qualityNumber(quality.estimated.value)} estimated`]),
    ...(quality.realised === null ? [] : [`${qualityNumber(quality.realised.value)} on ${quality.labelled} labels`]),
  ];
  return parts.length === 0 ? '' : `${quality.metric} ${parts.join(' · ')}`;
}

/** Three digits, as accuracies are read. */
export function qualityNumber(value: number): string {
  return value >= 0 && value <= 1 ? value.toFixed(3) : String(Number(value.toPrecision(4)));
}
