/** What the rows of the table are ordered by, for each column that someone sorts by. */
import { conditionView } from '../ui/conditionView';
import type { SortKey } from '../ui/table/gridColumn';
import { textRanks, type OrderKey } from '../ui/table/rowOrder';
import { conditionOfRow } from './condition';
import type { TableData } from './tableData';

/** A column whose values are not in yet orders nothing. */
export function orderKeys(data: TableData, sort: readonly SortKey[]): OrderKey[] {
  const { runs } = data;
  return sort.flatMap(({ id, descending }): OrderKey[] => {
    switch (id) {
      case 'run:name': return [{ ranks: textRanks(runs.names), descending }];
      case 'run:state': return [{ ranks: textRanks(runs.ids.map((_, row) => conditionView(conditionOfRow(runs, row, Date.now())).word)), descending }];
      // "Age" grows towards the past.
      case 'run:age': return [{ ranks: Float64Array.from(runs.starts), descending: !descending }];
      case 'run:duration': return [{ ranks: Float64Array.from(runs.starts, (start, row) => (runs.ends[row] ?? Number.NaN) - start), descending }];
      default: {
        const values = data.values(id);
        return values === undefined ? [] : [{ ranks: values.ranks(runs.count), descending }];
      }
    }
  });
}
