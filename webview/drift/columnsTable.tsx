/** Columns, those that drift first; one of them can be opened. */
import type { JSX } from 'preact';
import type { DriftColumn } from '../../src/protocol/drift';
import { driftMethodText } from '../../src/wording/driftMethodText';
import { byConcern } from '../../src/wording/monitorText';
import { useNow } from '../ui/now';
import { matches } from '../ui/matches';
import type { ColumnHistory } from './columnHistory';
import { columnState, scoreText } from './driftWords';
import { Sparkline } from './sparkline';

/** More are shown when somebody asks for them. */
const FIRST = 50;
const MINUTE = 60_000;

export interface ColumnsTableProps {
  readonly columns: readonly DriftColumn[];
  readonly histories: ReadonlyMap<string, ColumnHistory>;
  readonly find: string;
  readonly opened: string | undefined;
  readonly all: boolean;
  readonly onOpen: (column: string | undefined) => void;
  readonly onAll: () => void;
  /** what stands below the column that is opened */
  readonly detail: (column: DriftColumn) => JSX.Element;
}

export function ColumnsTable({ columns, histories, find, opened, all, onOpen, onAll, detail }: ColumnsTableProps): JSX.Element {
  const now = useNow(MINUTE);
  const found = byConcern(columns).filter(({ name }) => matches(find, name));
  const shown = all ? found : found.filter(({ name }, at) => at < FIRST || name === opened);
  return (
    <>
      <table class="columns">
        <thead><tr><th scope="col">column</th><th scope="col">method</th><th scope="col" class="number">score</th><th scope="col">over time</th><th scope="col">state</th></tr></thead>
        <tbody>
          {shown.map((column) => {
            const open = column.name === opened;
            const history = histories.get(column.name);
            return [
              <tr key={column.name} class={column.drifted === true ? 'drifted' : ''}>
                <th scope="row">
                  <button type="button" class="fold" aria-expanded={open} title={column.name} onClick={() => onOpen(open ? undefined : column.name)}>
                    <span class={`codicon codicon-chevron-${open ? 'down' : 'right'}`} aria-hidden="true" /><span class="name">{column.name}</span>
                  </button>
                </th>
                <td class="quiet" title={column.method === null ? '' : driftMethodText(column.method).title}>{column.method === null ? '–' : driftMethodText(column.method).short}</td>
                <td class="number" title={column.score === null ? '' : `${column.score} against ${column.threshold}`}>{scoreText(column)}</td>
                <td class="history"><Sparkline points={history?.points ?? []} /></td>
                <td class="state-cell" title={columnState(column, history?.since, now)}>
                  {column.drifted === true && <span class="codicon codicon-warning warned" aria-hidden="true" />}{columnState(column, history?.since, now)}
                </td>
              </tr>,
              open && <tr key={`${column.name} opened`} class="opened"><td colSpan={5}>{detail(column)}</td></tr>,
            ];
          })}
        </tbody>
      </table>
      {found.length === 0 && <p class="quiet none">No column is called like this.</p>}
      {shown.length < found.length && <p class="more"><button type="button" class="link" onClick={onAll}>Show all {found.length.toLocaleString('en-US')} columns</button></p>}
    </>
  );
}
