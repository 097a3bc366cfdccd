/** What promotions say: reports in, sentences out; no VS Code. */
import type { GateReport } from '../../protocol/gates';

/** Failed numbers that a message names; the report has them all. */
const NAMED = 3;

export interface Pickle { readonly path: string; readonly digest: string; readonly from: string }

/** Every number that failed, as the checks themselves say it. */
export function failedText(report: GateReport): string {
  const failed = report.checks.filter(({ outcome }) => outcome === 'failed').map(({ message }) => message.replace(/\.?$/, '.'));
  return [...failed.slice(0, NAMED), ...(failed.length > NAMED ? [`${failed.length - NAMED} more failed.`] : [])].join(' ');
}

/** Why a gate stands against a promotion, after it was run. */
export function refusalText(version: string, alias: string, report: GateReport): string {
  const why = report.state === 'failed' ? failedText(report) : report.problem ?? 'The gate could not judge it.';
  return `${version} was not promoted to ${alias}. ${why}`;
}

/** The question about pickles that nobody here has made. */
export function trustMessage(version: string, pickles: readonly Pickle[]): { readonly message: string; readonly detail: string } {
  return {
    message: `Load ${pickles.length === 1 ? 'a pickle' : `${pickles.length} pickles`} of ${version} that no run here has made?`,
    detail: [
      ...pickles.map(({ path, digest, from }) => `${path.split(/[\\/]/).at(-1)}\nfrom ${from}\nsha256 ${digest}`),
      'Loading a pickle runs whatever code it holds, as you. Agree only if you know who made it. You are not asked about the same bytes again.',
    ].join('\n\n'),
  };
}

/** What was done. @param was the version that had the alias; null: none had */
export function promotedText(version: string, alias: string, was: string | null, gate: 'passed' | 'against' | 'none'): string {
  const place = was === null ? '' : `, in place of v${was}`;
  const judged = { passed: ' It passed its gate.', against: ' The reason is recorded.', none: ' slipway.yaml has no gate for it, so nothing was checked.' }[gate];
  return `${version} is ${alias} now${place}.${judged}`;
}

/** What is wrong with a reason while it is typed. @returns undefined for one that can be recorded */
export function reasonProblem(text: string): string | undefined {
  return text.trim() === '' ? 'Write why it is promoted in spite of its gate. It is recorded and cannot be changed later.' : text.length > 2000 ? 'A reason has at most 2000 characters.' : undefined;
}
