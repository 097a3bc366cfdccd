/** The numbers of a chart as a table: heard by a screen reader, and seen over the chart while the keyboard is in it. */
import type { JSX } from 'preact';

export interface NumbersTableProps {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly id: string; readonly name: string; readonly cells: readonly string[] }[];
}

const MOST_ROWS = 200;

export function NumbersTable({ caption, columns, rows }: NumbersTableProps): JSX.Element {
  return (
    // A region that scrolls has to take the focus, or the keyboard can't scroll it.
    <div class="chart-numbers" tabIndex={0} role="region" aria-label={caption}>
      <table>
        <caption>{rows.length > MOST_ROWS ? `${caption}, the first ${MOST_ROWS} of ${rows.length.toLocaleString('en-US')}` : caption}</caption>
        <thead>
          <tr><th scope="col">run</th>{columns.map((column) => <th scope="col" key={column}>{column}</th>)}</tr>
        </thead>
        <tbody>
          {rows.slice(0, MOST_ROWS).map(({ id, name, cells }) => (
            <tr key={id}><th scope="row">{name}</th>{cells.map((cell, index) => <td key={columns[index]}>{cell}</td>)}</tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
