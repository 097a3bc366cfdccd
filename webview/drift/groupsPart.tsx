/** How the groups of a column were answered in a window, and how far they lay apart over the windows. */
import type { JSX } from 'preact';
import type { MonitoredWindow, MonitorFairness, TreatedGroup } from '../../src/protocol/monitors';
import { formatNumber } from '../../src/wording/formatNumber';
import { qualityNumber } from '../../src/wording/monitorText';
import { percent } from './driftWords';
import { groupGaps } from './groupGaps';
import { Sparkline } from './sparkline';

const NAMES = { demographic_parity_difference: 'apart in all answers', equalized_odds_difference: 'apart by what is true' } as const;

/** @param windows oldest first, up to the one that is shown */
export function GroupsPart({ windows, options }: { readonly windows: readonly MonitoredWindow[]; readonly options: MonitorFairness }): JSX.Element {
  const fairness = windows.at(-1)?.fairness;
  if (fairness === undefined || fairness.reason !== undefined || fairness.groups.length === 0) {
    return <p class="quiet sentence">{fairness?.reason ?? 'Of this window nothing is known by group.'}</p>;
  }
  const yes = `“${fairness.positive ?? 'yes'}”`;
  return (
    <>
      <table class="columns groups">
        <thead><tr><th scope="col">{fairness.column}</th><th scope="col" class="number">rows</th><th scope="col" class="number">labels</th><th scope="col" class="number">{yes} answered</th><th scope="col" class="number">where it is true</th><th scope="col" class="number">where it is not</th></tr></thead>
        <tbody>{fairness.groups.map((group) => <Group key={group.group} group={group} />)}</tbody>
      </table>
      <table class="columns">
        <thead><tr><th scope="col">groups lie</th><th scope="col">limit</th><th scope="col" class="number">now</th><th scope="col">over time</th><th scope="col">state</th></tr></thead>
        <tbody>
          {groupGaps(windows, options).map(({ measure, value, limit, points, tooWide, words }) => (
            <tr key={measure} class={tooWide ? 'drifted' : ''}>
              <th scope="row" title={`fairlearn.metrics.${measure}`}>{NAMES[measure]}</th>
              <td class="quiet">{formatNumber(limit)}</td>
              <td class="number" title={value === null ? '' : String(value)}>{value === null ? '–' : qualityNumber(value)}</td>
              <td class="history"><Sparkline points={points} /></td>
              <td class="state-cell" title={words}>{tooWide && <span class="codicon codicon-warning warned" aria-hidden="true" />}{words}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function Group({ group: { group, rows, labelled, selection, true_positive, false_positive, judged } }: { readonly group: TreatedGroup }): JSX.Element {
  const share = (value: number | null): string => (value === null ? '–' : percent(value));
  return (
    <tr class={judged ? '' : 'quiet'} title={judged ? '' : 'Too few rows to be compared with other groups'}>
      <th scope="row">{group}</th>
      {[rows.toLocaleString('en-US'), labelled.toLocaleString('en-US'), share(selection), share(true_positive), share(false_positive)].map((text, at) => <td key={at} class="number">{text}</td>)}
    </tr>
  );
}
