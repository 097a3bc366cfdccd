/** A line for each column of the file; any number of them. */
import type { JSX } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import type { Violation } from '../../src/protocol/dataSchema';
import type { ProfilePanelState } from '../../src/protocol/panels/profilePanel';
import type { ProfileReport } from '../../src/protocol/profile';
import { layoutColumns, movedColumn } from '../ui/table/columnLayout';
import { Grid, type GridActs } from '../ui/table/grid';
import { type SortKey, untouched } from '../ui/table/gridColumn';
import { tableColumns } from './tableColumns';

export interface ColumnTableProps {
  readonly report: ProfileReport;
  readonly violations: ReadonlyMap<string, readonly Violation[]>;
  /** name of the schema that the file was checked with */
  readonly checked: string | undefined;
  readonly lines: Int32Array;
  readonly sort: ProfilePanelState['sort'];
  readonly selected: string | undefined;
  readonly onSort: (sort: SortKey) => void;
  readonly onSelect: (name: string | undefined) => void;
  readonly onCopy: (text: string) => void;
}

export function ColumnTable(props: ColumnTableProps): JSX.Element {
  const { report, violations, checked, lines, sort, selected } = props;
  const [arrangement, setArrangement] = useState(untouched);
  const columns = useMemo(() => tableColumns(report, violations, checked), [report, violations, checked]);
  const layout = useMemo(() => layoutColumns(columns, arrangement, new Set()), [columns, arrangement]);
  const version = useVersion(columns);
  const now = useRef({ props, layout });
  now.current = { props, layout };
  const acts = useMemo((): GridActs => {
    const nothing = (): void => undefined;
    const select = (row: number): void => now.current.props.onSelect(now.current.props.report.columns[row]?.name);
    return {
      selectRows: nothing, selectAll: nothing, selectNone: () => now.current.props.onSelect(undefined), toggleGroup: nothing, menu: nothing, hover: nothing, shows: nothing, scrolled: nothing,
      toggle: select, open: select,
      sort: (id) => {
        const before = now.current.props.sort;
        const descendingFirst = now.current.layout.scrolling.find((column) => column.id === id)?.descendingFirst === true;
        now.current.props.onSort({ id, descending: before?.id === id ? !before.descending : descendingFirst });
      },
      move: (id, before) => setArrangement((known) => ({ ...known, order: movedColumn(now.current.layout.scrolling.map((column) => column.id), id, before) })),
      resize: (id, width) => setArrangement((known) => {
        const { [id]: _, ...others } = known.widths;
        return { ...known, widths: width === undefined ? others : { ...others, [id]: Math.round(width) } };
      }),
      copy: (text) => now.current.props.onCopy(text),
    };
  }, []);
  return (
    <Grid label="Columns of the file" layout={layout} lines={lines} version={version} sort={sort === undefined ? [] : [sort]} acts={acts} selected={(row) => report.columns[row]?.name === selected} rowClass={() => ''} lit={undefined}
      groupLabel={(group) => group} groupHead={() => ''} groupOpen={() => true} scroll={{ top: 0, left: 0 }} reveal={selected === undefined ? undefined : report.columns.findIndex(({ name }) => name === selected)} />
  );
}

/** Grows when the cells say something else. */
function useVersion(columns: unknown): number {
  const known = useRef({ columns, version: 0 });
  if (known.current.columns !== columns) {
    known.current = { columns, version: known.current.version + 1 };
  }
  return known.current.version;
}
