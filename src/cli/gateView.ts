/** A gate's report as text for people. Pure. */
import type { GateCheck, GateReport } from '../protocol/gates';
import { formatNumber } from '../wording/formatNumber';
import { textTable } from '../wording/textTable';
import { trustText } from './trustQuestion';

export const OUTCOME_WORDS: Readonly<Record<GateCheck['outcome'], string>> = { passed: 'passed', failed: 'FAILED', warning: 'warning', not_judged: 'not judged' };
const MARKS: Readonly<Record<GateCheck['outcome'], string>> = { passed: '✓', failed: '✗', warning: '!', not_judged: '–' };
const ORDER: readonly GateCheck['outcome'][] = ['failed', 'warning', 'not_judged'];

/** The table of `slipway gate`, then in words all that did not simply pass. */
export function gateText(report: GateReport): string {
  const rows = report.checks.map((check) => [MARKS[check.outcome], check.name, valueText(check), check.limit ?? '', OUTCOME_WORDS[check.outcome]]);
  const table = rows.length === 0 ? [] : textTable([['', 'CHECK', 'VALUE', 'LIMIT', 'RESULT'], ...rows], { align: ['left', 'left', 'right', 'left', 'left'], widest: 60 });
  const told = ORDER.flatMap((outcome) => report.checks.filter((check) => check.outcome === outcome)).map((check) => `${MARKS[check.outcome]} ${check.message}`);
  return [...table, ...(told.length === 0 ? [] : ['', ...told]), ...(table.length === 0 ? [] : ['']), headline(report), ...(report.needs_trust === undefined ? [] : [trustText(report.needs_trust)])].join('\n');
}

/** `iris/3 failed its gate: 2 of 5 checks failed (120 rows of holdout.csv, champion is version 2).` */
export function headline(report: GateReport): string {
  const { name, version, state, checks } = report;
  const failed = checks.filter(({ outcome }) => outcome === 'failed').length;
  const about = [
    ...(report.evaluation === null ? [] : [`${report.evaluation.rows.toLocaleString('en-US')} rows of ${report.evaluation.data}`]),
    ...(report.champion === null ? [] : [`${report.champion.alias} is version ${report.champion.version}`]),
  ].join(', ');
  const behind = about === '' ? '.' : ` (${about}).`;
  switch (state) {
    case 'passed': return `${name}/${version} passed its gate: ${checks.length === 1 ? '1 check' : `${checks.length} checks`}${behind}`;
    case 'failed': return `${name}/${version} failed its gate: ${failed} of ${checks.length} ${checks.length === 1 ? 'check' : 'checks'} failed${behind}`;
    case 'broken': return `${name}/${version} could not be judged. ${report.problem ?? ''}`.trimEnd();
    case 'stopped': return `The gate of ${name}/${version} was stopped. ${report.problem ?? 'Nothing was decided.'}`;
    case 'running': return `The gate of ${name}/${version} runs${report.stage === null ? '' : `: ${report.stage}`}.`;
  }
}

export function valueText({ value }: GateCheck): string {
  return value === undefined ? '' : formatNumber(value);
}
