/** Parts of an opened column: its most frequent values, and the columns that it goes together with. */
import type { JSX } from 'preact';
import type { ColumnProfile, ProfileCorrelations } from '../../src/protocol/profile';
import { BarsPlot } from '../charts/barsPlot';
import { runColor } from '../charts/theme';
import { type Companion, percent } from './words';

const MOST_COMPANIONS = 12;

export function TopValues({ column: { top = [], top_exact: exact, present, distinct, name } }: { readonly column: ColumnProfile }): JSX.Element {
  const counts = top.map(({ count }) => count);
  const rest = (distinct ?? 0) - top.length;
  return (
    <section aria-label="Most frequent values">
      <h3>{rest > 0 ? 'Most frequent' : 'Values'}{exact === false && <span class="quiet"> estimated from all rows</span>}</h3>
      <table class="chart-bars" aria-label={`Values of ${name}`}>
        <tbody>
          {top.map(({ value, count }, at) => (
            <tr key={value}>
              <th scope="row" title={value}>{value === '' ? <span class="quiet">(empty)</span> : value}</th>
              <td class="chart-bar" aria-hidden="true">{at === 0 && <BarsPlot values={counts} span={[0, Math.max(1, ...counts)]} color={(theme) => runColor(theme, 0)} />}</td>
              <td class="chart-share-value" title={`${count} of ${present} values`}>{count.toLocaleString('en-US')}</td>
              <td class="chart-share-value quiet">{percent(count / Math.max(1, present))}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rest > 0 && <p class="quiet">and {rest.toLocaleString('en-US')} more</p>}
    </section>
  );
}

export interface CompanionsProps {
  readonly companions: readonly Companion[];
  readonly correlations: ProfileCorrelations | null;
  readonly rows: number;
  readonly onSelect: (name: string) => void;
}

export function Companions({ companions, correlations, rows, onSelect }: CompanionsProps): JSX.Element {
  const left = correlations?.columns_left_out ?? 0;
  const notes = [
    ...(correlations !== null && correlations.rows < rows ? [`Over ${correlations.rows.toLocaleString('en-US')} rows, drawn evenly.`] : []),
    ...(left > 0 ? [`Among the first ${correlations?.columns.length ?? 0} columns of numbers.`] : []),
    ...(companions.length > MOST_COMPANIONS ? [`The strongest ${MOST_COMPANIONS} of ${companions.length}.`] : []),
  ];
  return (
    <section aria-label="Correlations">
      <h3>Goes together with</h3>
      <table class="companions">
        <thead><tr><th scope="col">column</th><th scope="col" /><th scope="col" class="number">Pearson</th><th scope="col" class="number">Spearman</th></tr></thead>
        <tbody>
          {companions.slice(0, MOST_COMPANIONS).map(({ name, pearson, spearman }) => (
            <tr key={name}>
              <th scope="row" title={name}><button type="button" class="link" onClick={() => onSelect(name)}>{name}</button></th>
              <td aria-hidden="true"><span class="both"><span class={spearman < 0 ? 'negative' : 'positive'} style={{ width: `${Math.abs(spearman) * 50}%` }} /></span></td>
              <td class="number" title={String(pearson)}>{signed(pearson)}</td>
              <td class="number" title={String(spearman)}>{signed(spearman)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {notes.length > 0 && <p class="quiet">{notes.join(' ')}</p>}
    </section>
  );
}

/** Two digits: coefficients are told apart by no more. */
function signed(value: number): string {
  return value.toFixed(2).replace('-', '−').replace(/^−(0\.00)$/, '$1');
}
