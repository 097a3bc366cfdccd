/** A drift report as text for people. Pure. */
import path from 'node:path';
import type { DriftColumn, DriftReport } from '../protocol/drift';
import { countOf, formatNumber } from '../wording/formatNumber';
import { textTable } from '../wording/textTable';

/** Smaller differences and parts are in the JSON only. */
const LEAST_SHARE = 0.005;
const TOLD = 3;

/** A row each, drifted columns first, then in words what could not be judged, then one sentence on the whole. */
export function driftText(report: DriftReport): string {
  const order = (column: DriftColumn): number => (column.drifted === true ? 0 : column.drifted === null ? 1 : 2);
  const columns = report.columns.toSorted((a, b) => order(a) - order(b));
  const rows = columns.map((column) => [column.drifted === true ? '✗' : column.drifted === null ? '–' : '✓', column.name, column.type, column.method ?? '', scoreText(column), stateText(column), signalText(column)]);
  const table = textTable([['', 'COLUMN', 'TYPE', 'METHOD', 'SCORE', 'RESULT', 'ALSO'], ...rows], { align: ['left', 'left', 'left', 'left', 'left', 'left', 'left'], widest: 60 });
  const reasons = columns.flatMap(({ name, reason }) => (reason === undefined ? [] : [`– ${name}: ${reason}`]));
  return [...table, '', ...reasons, ...(reasons.length === 0 ? [] : ['']), headline(report)].join('\n');
}

/** `current.csv has drifted from reference.csv: 3 of 5 columns (0.6 >= 0.5; 1,000 rows against 2,000).` */
export function headline({ reference, current, columns, dataset }: DriftReport): string {
  const [from, now] = [path.basename(reference.path), path.basename(current.path)];
  const rows = `${countOf(current.rows, 'row')} against ${reference.rows.toLocaleString('en-US')}`;
  if (dataset.share === null) {
    return `Whether ${now} has drifted from ${from} can't be said: ${columns.length === 0 ? 'they have no columns' : 'no column could be judged'} (${rows}).`;
  }
  const drifted = `${dataset.drifted_columns} of ${countOf(dataset.judged, 'column')}`;
  const share = `${formatNumber(dataset.share)} ${dataset.share >= dataset.threshold ? '>=' : '<'} ${formatNumber(dataset.threshold)}`;
  const left = columns.length - dataset.judged;
  const unjudged = left === 0 ? '' : `; ${left} not judged`;
  switch (dataset.drifted) {
    case true: return `${now} has drifted from ${from}: ${drifted} (${share}${unjudged}; ${rows}).`;
    case false: return `${now} has not drifted from ${from}: ${drifted} (${share}${unjudged}; ${rows}).`;
    case null: return `Whether ${now} has drifted from ${from} can't be said: ${drifted} drifted, and ${left} that could not be judged might change the answer (${rows}).`;
  }
}

function scoreText({ score, threshold, measure, drifted }: DriftColumn): string {
  if (score === null || threshold === null) {
    return '';
  }
  const beyond = (measure === 'p-value') === (drifted === true) ? '<' : '>';
  // On the threshold itself, which way it counts is the method's.
  return `${measure === 'p-value' ? 'p ' : ''}${formatNumber(score)} ${score === threshold ? '=' : beyond} ${formatNumber(threshold)}`;
}

function stateText({ drifted }: DriftColumn): string {
  return drifted === null ? 'not judged' : drifted ? 'DRIFTED' : 'no drift';
}

function signalText({ missing, infinite, new_categories: fresh, out_of_range: outside, text }: DriftColumn): string {
  return [
    ...(missing === undefined || Math.abs(missing.current - missing.reference) < LEAST_SHARE ? [] : [`missing ${percent(missing.reference)} → ${percent(missing.current)}`]),
    ...(infinite === undefined ? [] : [`infinite ${percent(infinite.reference)} → ${percent(infinite.current)}`]),
    ...(fresh === undefined ? [] : [`${countOf(fresh.count, 'new category', 'new categories')}: ${fresh.examples.slice(0, TOLD).join(', ')}${fresh.count > TOLD ? ', …' : ''} (${percent(fresh.share)})`]),
    ...(outside === undefined || outside.share < LEAST_SHARE ? [] : [`${percent(outside.share)} out of range`]),
    ...(text === undefined ? [] : [`length ${formatNumber(text.length.reference)} → ${formatNumber(text.length.current)}${text.length.drifted === true ? ' (drifted)' : ''}`]),
    ...(text?.out_of_vocabulary == null ? [] : [`${percent(text.out_of_vocabulary.share)} new words (${percent(text.out_of_vocabulary.expected)} expected)`]),
  ].join(', ');
}

function percent(share: number): string {
  return `${formatNumber(Math.round(share * 1000) / 10)} %`;
}
