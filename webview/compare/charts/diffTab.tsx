/** Two runs against each other: which params differ, and the way to the whole diff in the editor. */
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { countOf } from '../../../src/wording/formatNumber';
import { RunDot } from '../../ui/runMark';
import { columnId } from '../columnId';
import type { Comparison } from '../comparison';
import { diffRuns } from '../runActs';
import { differs } from '../differing';
import './diffTab.css';

/** Params listed at most; the diff in the editor has all. */
const LISTED = 200;

export function DiffTab({ comparison }: { readonly comparison: Comparison }): JSX.Element {
  const pair = pairOf(comparison);
  const candidates = comparison.data.columns.filter((column) => column.kind === 'param' && differs(column, comparison.data.sent)).slice(0, LISTED);
  useEffect(() => comparison.needAlso(candidates.map(columnId)), [comparison.data.columns]);
  if (pair === undefined) {
    return <p class="diff-empty">Select two runs to see what differs between them, or one beside the pinned baseline.</p>;
  }
  const { runs } = comparison.data;
  const [left, right] = pair;
  const rows = candidates.map(({ key }) => ({ key, values: pair.map((row) => comparison.data.values(columnId({ kind: 'param', key }))?.text(row)) })).filter(({ values: [a, b] }) => a !== b);
  return (
    <div class="diff">
      <table>
        <caption>
          <span>{rows.length === 0 ? 'All params are the same.' : `${countOf(rows.length, 'param')} ${rows.length === 1 ? 'differs' : 'differ'}`}</span>
          <button type="button" class="opener" onClick={() => diffRuns(comparison, [runs.ids[left] ?? '', runs.ids[right] ?? ''])}>
            <span class="codicon codicon-diff" aria-hidden="true" />Open params, environment and code side by side
          </button>
        </caption>
        <thead>
          <tr>
            <th scope="col">param</th>
            {pair.map((row) => <th key={row} scope="col"><RunDot color={comparison.color(row)} filled /> {runs.names[row]}{comparison.baseline === row && <span class="codicon codicon-star-full baseline-star" role="img" aria-label="baseline" />}</th>)}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, values: [a, b] }) => <tr key={key}><th scope="row">{key}</th><td>{a ?? <span class="quiet">–</span>}</td><td>{b ?? <span class="quiet">–</span>}</td></tr>)}
        </tbody>
      </table>
    </div>
  );
}

/** The first two ticked runs; the baseline and the ticked one where only one is. */
function pairOf(comparison: Comparison): readonly [number, number] | undefined {
  const rows = comparison.state.selected.flatMap((id) => comparison.data.runs.row(id) ?? []);
  const { baseline } = comparison;
  const [first, second] = baseline === undefined ? rows : [baseline, ...rows.filter((row) => row !== baseline)];
  return first === undefined || second === undefined || rows.length === 0 ? undefined : [first, second];
}
