/** What became of the answers of a window: how its groups were treated. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { WindowFairness } from '../../../protocol/monitors';
import { confined } from '../../analysis/confined';
import { column } from '../../analysis/sqlText';
import { outcomesQuery, whileItMoves } from '../../serving/traffic/qualityQuery';
import { makeWindowTable, trafficPaths, type TrafficPaths, type WindowTable } from '../../serving/traffic/windowTable';
import { codedOutcomes, type Outcome } from '../quality/codedOutcomes';
import { groupFairness } from '../quality/groupFairness';
import type { TimeSpan } from '../windows';
import type { Outcomes, OutcomesAsk, OutcomesAsked } from './ask';

/** A column with more values is none of groups. */
const MOST_GROUPS = 20;
/** More lines are those of amounts, or of a column that is none of groups. */
const MOST_LINES = 20_000;
const NO_MEASURES = { demographic_parity_difference: null, demographic_parity_ratio: null, equalized_odds_difference: null, equalized_odds_ratio: null } as const;

/** @throws Error in DuckDB's words */
export function outcomesOf({ watched: { folder, signatures }, window, asked }: OutcomesAsk): Promise<Outcomes> {
  return whileItMoves(folder, async () => {
    const paths = trafficPaths(folder);
    return confined([...paths.segments, ...paths.lines, ...paths.feedback], undefined, async (connection) => outcomesIn(connection, await makeWindowTable(connection, 'traffic', paths, window, signatures), paths, window, asked));
  });
}

/** @param table of the window, which is named `traffic` @throws Error in DuckDB's words */
export async function outcomesIn(connection: DuckDBConnection, table: WindowTable, paths: TrafficPaths, window: TimeSpan, asked: OutcomesAsked | undefined): Promise<Outcomes> {
  return asked?.fairness === undefined ? {} : { fairness: await fairnessIn(connection, table, paths, window, asked, asked.fairness) };
}

async function fairnessIn(connection: DuckDBConnection, { inputs }: WindowTable, paths: TrafficPaths, window: TimeSpan, asked: OutcomesAsked, { group, min_rows: least }: NonNullable<OutcomesAsked['fairness']>): Promise<WindowFairness> {
  const silent = (reason: string): WindowFairness => ({ column: group, positive: null, groups: [], measures: NO_MEASURES, gaps: [], reason });
  if (!inputs.includes(group)) {
    return silent(`The requests have no column "${group}". They have: ${inputs.slice(0, 50).join(', ')}.`);
  }
  const outcomes = await alike(connection, paths, window, column(`input_${group}`));
  const groups = new Set(outcomes.map((one) => one.group));
  if (groups.size > MOST_GROUPS || outcomes.length === MOST_LINES) {
    return silent(`Column "${group}" has more than ${MOST_GROUPS} different values: name one of groups, such as an age band instead of an age.`);
  }
  const { classes, positive, cells } = codedOutcomes(outcomes, asked);
  return positive === undefined ? silent(classes.length > 2 ? `There are ${classes.length} classes: quality.positive says which answer counts as "yes".` : 'Only one answer has been given so far: quality.positive says which counts as "yes".')
    : { column: group, positive: classes[positive] ?? null, ...groupFairness(cells, positive, least) };
}

async function alike(connection: DuckDBConnection, { feedback }: TrafficPaths, window: TimeSpan, group: string): Promise<Outcome[]> {
  const { sql, values } = outcomesQuery({ files: [], predictions: 'traffic', feedback }, window, group, MOST_LINES);
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  return (await connection.runAndReadAll(sql, [...(values ?? [])])).getRowsJS().map(([of, predicted, truth, rows]) => ({ group: text(of), predicted: text(predicted), truth: text(truth), rows: Number(rows) }));
}
