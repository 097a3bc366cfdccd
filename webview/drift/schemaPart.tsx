/** Rules of the schema that the rows of a window break. */
import type { JSX } from 'preact';
import type { Violation } from '../../src/protocol/dataSchema';
import { countOf } from '../../src/wording/formatNumber';
import { percent } from './driftWords';

export interface SchemaPartProps {
  /** as the monitor names it; undefined: it names none any more */
  readonly schema: string | undefined;
  readonly violations: readonly Violation[];
  readonly rows: number;
}

export function SchemaPart({ schema, violations, rows }: SchemaPartProps): JSX.Element {
  const name = schema === undefined ? 'the schema' : `the schema “${schema}”`;
  return (
    <>
      <h2>Schema</h2>
      {violations.length === 0 ? <p class="quiet sentence">All {countOf(rows, 'row')} are as {name} says.</p> : (
        <>
          <p class="quiet sentence">{countOf(violations.length, 'rule')} of {name} {violations.length === 1 ? 'is' : 'are'} broken in this window.</p>
          <table class="broken">
            <thead><tr><th scope="col">column</th><th scope="col">rule</th><th scope="col" class="number">share</th><th scope="col">what is wrong</th></tr></thead>
            <tbody>{violations.map((violation) => <Broken key={`${violation.column ?? ''} ${violation.rule}`} violation={violation} />)}</tbody>
          </table>
        </>
      )}
    </>
  );
}

function Broken({ violation: { column, rule, message, count, share, examples } }: { readonly violation: Violation }): JSX.Element {
  return (
    <tr>
      <th scope="row" title={column ?? ''}><span class="codicon codicon-warning warned" aria-hidden="true" />{column ?? <span class="quiet">all</span>}</th>
      <td>{rule.replaceAll('_', ' ')}</td>
      <td class="number" title={countOf(count, 'row')}>{percent(share)}</td>
      <td>
        {message}
        {examples.length > 0 && <p class="examples quiet">{examples.map(({ row, value }) => <span key={row}>row {row.toLocaleString('en-US')}{value === null ? ' has none' : <> <code>{value}</code></>}</span>)}</p>}
      </td>
    </tr>
  );
}
