/** What reports of gates say: protocol in, words and icons out. */
import type { GateCheck, GateReport } from '../../src/protocol/gates';
import { countOf, formatNumber } from '../../src/wording/formatNumber';
import { formatAge, formatDuration } from '../../src/wording/formatTime';

export interface Mark { readonly icon: string; /** class that gives the icon its colour */ readonly look: 'good' | 'bad' | 'warn' | 'quiet'; readonly word: string }

const OUTCOMES: Readonly<Record<GateCheck['outcome'], Mark>> = {
  passed: { icon: 'pass', look: 'good', word: 'passed' }, failed: { icon: 'error', look: 'bad', word: 'failed' },
  warning: { icon: 'warning', look: 'warn', word: 'warning' }, not_judged: { icon: 'circle-outline', look: 'quiet', word: 'not judged' },
};
const STATES: Readonly<Record<GateReport['state'], Mark>> = {
  running: { icon: 'loading codicon-modifier-spin', look: 'quiet', word: 'running' }, passed: { icon: 'pass', look: 'good', word: 'passed' },
  failed: { icon: 'error', look: 'bad', word: 'failed' }, broken: { icon: 'warning', look: 'warn', word: 'could not be judged' }, stopped: { icon: 'circle-slash', look: 'quiet', word: 'stopped' },
};
const ORDER: readonly GateCheck['outcome'][] = ['failed', 'warning', 'passed', 'not_judged'];

export function outcomeMark(outcome: GateCheck['outcome']): Mark {
  return OUTCOMES[outcome];
}

export function stateMark(state: GateReport['state']): Mark {
  return STATES[state];
}

/** Failed first, then warnings, in the order of the gate. */
export function sortedChecks(checks: readonly GateCheck[]): GateCheck[] {
  return ORDER.flatMap((outcome) => checks.filter((check) => check.outcome === outcome));
}

/** `2 of 5 checks failed`, `5 checks passed`. */
export function summaryOf({ state, checks }: GateReport): string {
  const failed = checks.filter(({ outcome }) => outcome === 'failed').length;
  const warned = checks.filter(({ outcome }) => outcome === 'warning').length;
  const count = countOf(checks.length, 'check');
  switch (state) {
    case 'failed': return `Failed: ${failed} of ${count}`;
    case 'passed': return `Passed ${count}${warned === 0 ? '' : `, ${countOf(warned, 'warning')}`}`;
    case 'running': return 'Running';
    case 'broken': return 'Could not be judged';
    case 'stopped': return 'Stopped';
  }
}

/** What the head says of the newest report: `gate failed: f1, loss`. */
export function gateText({ state, checks }: GateReport): string {
  const failed = checks.filter(({ outcome }) => outcome === 'failed').map(({ name }) => name);
  return state === 'failed' ? `gate failed: ${failed.slice(0, 2).join(', ')}${failed.length > 2 ? ` and ${failed.length - 2} more` : ''}` : `gate ${stateMark(state).word}`;
}

/** `0.897 · >= 0.9` */
export function numberText({ value, limit }: GateCheck): { readonly value: string; readonly limit: string } {
  return { value: value === undefined ? '' : formatNumber(value), limit: limit ?? '' };
}

/** One report in a list of them. */
export function reportLine(report: GateReport, now: number): Mark & { readonly text: string } {
  const mark = stateMark(report.state);
  return { ...mark, text: `${mark.word} ${formatAge(report.started_at, now)}` };
}

/** How long it took; empty while it runs. */
export function tookText({ started_at: from, ended_at: to }: GateReport): string {
  return to === null ? '' : to - from < 1000 ? 'under a second' : formatDuration(to - from);
}
