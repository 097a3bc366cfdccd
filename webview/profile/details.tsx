/** One column, opened: what breaks its schema, its distribution, its numbers, and what it goes together with. */
import type { JSX } from 'preact';
import type { Violation } from '../../src/protocol/dataSchema';
import type { ColumnProfile, ProfileReport } from '../../src/protocol/profile';
import { formatNumber } from '../../src/wording/formatNumber';
import { HistogramChart } from './histogramChart';
import { Companions, TopValues } from './parts';
import { companionsOf, distinctText, percent, QUANTILE_WORDS, remarks, TYPE_WORDS, valueText } from './words';

export interface DetailsProps {
  readonly report: ProfileReport;
  readonly column: ColumnProfile;
  readonly violations: readonly Violation[];
  readonly onSelect: (name: string) => void;
  readonly onClose: () => void;
}

export function Details({ report, column, violations, onSelect, onClose }: DetailsProps): JSX.Element {
  const { name, type, stored, top, histogram } = column;
  const companions = companionsOf(report, name);
  const remark = remarks(column, report.rows);
  return (
    <aside class="profile-details" aria-label={`Column ${name}`} onKeyDown={(event) => { if (event.key === 'Escape') { onClose(); } }}>
      <header>
        <h2 title={name}><span class="name">{name === '' ? '(no name)' : name}</span><button type="button" class="icon-button" aria-label="Close the column" title="Close (Esc)" onClick={onClose}><span class="codicon codicon-close" aria-hidden="true" /></button></h2>
        <p class="quiet">{TYPE_WORDS[type]} · stored as {stored}{remark.length === 0 ? '' : ` · ${remark.join(' · ')}`}</p>
      </header>
      {violations.length > 0 && <Violations violations={violations} />}
      {histogram !== undefined && type !== 'cat' && <section aria-label="Distribution"><HistogramChart column={column} /></section>}
      {top !== undefined && top.length > 0 && <TopValues column={column} />}
      <Numbers column={column} rows={report.rows} />
      {companions.length > 0 && <Companions companions={companions} correlations={report.correlations} rows={report.rows} onSelect={onSelect} />}
    </aside>
  );
}

function Violations({ violations }: { readonly violations: readonly Violation[] }): JSX.Element {
  return (
    <section class="violations" aria-label="What breaks the schema">
      {violations.map(({ rule, message, examples }) => (
        <div key={rule}>
          <p><span class="codicon codicon-error" aria-hidden="true" /><span><strong>{rule}</strong> {message}</span></p>
          {examples.length > 0 && <p class="examples quiet">{examples.map(({ row, value }) => <span key={row}>row {row.toLocaleString('en-US')}{value === null ? '' : <> <span class="mono">{value}</span></>}</span>)}</p>}
        </div>
      ))}
    </section>
  );
}

function Numbers({ column, rows }: { readonly column: ColumnProfile; readonly rows: number }): JSX.Element {
  const { present, missing, infinite, min, max, mean, std, quantiles, length, type, unique } = column;
  const spread = std === undefined || std === null ? '' : type === 'datetime' ? `${formatNumber(std)} s` : formatNumber(std);
  const facts: readonly (readonly [string, string, string?])[] = [
    ['values', present.toLocaleString('en-US'), `${present} of ${rows} rows`], ['missing', percent(missing)], ...(infinite > 0 ? [['infinite', percent(infinite)] as const] : []),
    ...(column.distinct === null ? [] : [['distinct', distinctText(column)] as const]),
    ...(unique === null ? [] : [['unique', percent(unique), 'distinct values per value'] as const]),
    ...(min === undefined ? [] : [['min', valueText(min), String(min)] as const, ['max', valueText(max), String(max)] as const, ['mean', valueText(mean), String(mean)] as const, ['standard deviation', spread, String(std)] as const]),
    ...(length === undefined ? [] : [['characters', length.min === length.max ? String(length.min) : `${length.min} to ${length.max}`] as const, ['mean characters', formatNumber(length.mean), String(length.mean)] as const]),
  ];
  return (
    <section aria-label="Numbers">
      <dl class="facts">{facts.map(([key, text, full]) => <div key={key}><dt>{key}</dt><dd title={full}>{text}</dd></div>)}</dl>
      {quantiles !== undefined && (
        <>
          <h3>Quantiles</h3>
          <dl class="facts">{quantiles.map((value, at) => <div key={QUANTILE_WORDS[at]}><dt>{QUANTILE_WORDS[at]}</dt><dd title={String(value)}>{valueText(value)}</dd></div>)}</dl>
        </>
      )}
    </section>
  );
}
