/** Columns, those that drift first; one of them can be opened. */
import type { JSX } from 'preact';
import type { DriftColumn } from '../../src/protocol/drift';
import { driftMethodText } from '../../src/wording/driftMethodText';
import { byConcern } from '../../src/wording/monitorText';
import { useNow } from '../ui/now';
import { matches } from '../ui/matches';
import type { ColumnHistory } from './columnHistory';
import { columnState, scoreText } from './driftWords';
import { DriftRow, DriftRowsHead } from './driftRow';

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
        <DriftRowsHead first="column" />
        <tbody>
          {shown.map((column) => {
            const open = column.name === opened;
            const history = histories.get(column.name);
            return (
              <DriftRow key={column.name} name={column.name} drifted={column.drifted === true} points={history?.points ?? []} state={columnState(column, history?.since, now)}
                method={column.method === null ? '–' : driftMethodText(column.method).short} methodTitle={column.method === null ? '' : driftMethodText(column.method).title}
                score={scoreText(column)} scoreTitle={column.score === null ? '' : `${column.score} against ${column.threshold}`}
                fold={{ open, onToggle: () => onOpen(open ? undefined : column.name), detail: () => detail(column) }} />
            );
          })}
        </tbody>
      </table>
      {found.length === 0 && <p class="quiet none">No column is called like this.</p>}
      {shown.length < found.length && <p class="more"><button type="button" class="link" onClick={onAll}>Show all {found.length.toLocaleString('en-US')} columns</button></p>}
    </>
  );
}
