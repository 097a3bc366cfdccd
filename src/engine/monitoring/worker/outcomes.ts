/** What became of the answers of a window: how its groups were treated, and how good they were by the metric of choice. */
import type { WindowFairness } from '../../../protocol/monitors';
import { QUALITY_METRICS, type QualityMetric } from '../../../protocol/qualityMetrics';
import { column } from '../../analysis/sqlText';
import { labelledQuery, outcomesQuery } from '../../serving/traffic/qualityQuery';
import { codedOutcomes, type Outcome } from '../quality/codedOutcomes';
import { groupFairness } from '../quality/groupFairness';
import { realised, type RealisedWindow } from '../quality/realised';
import type { Outcomes, OutcomesAsk, OutcomesAsked } from './ask';
import { overTraffic, type TrafficTable } from './overTraffic';

/** A column with more values is none of groups. */
const MOST_GROUPS = 20;
/** More lines are those of amounts, or of a column that is none of groups. */
const MOST_LINES = 20_000;
/** The latest of more are looked at. */
const MOST_LABELLED = 1_000_000;
const NO_MEASURES = { demographic_parity_difference: null, demographic_parity_ratio: null, equalized_odds_difference: null, equalized_odds_ratio: null } as const;

/** @throws Error in DuckDB's words */
export function outcomesOf({ watched, window, asked }: OutcomesAsk): Promise<Outcomes> {
  return overTraffic(watched, window, (traffic) => outcomesIn(traffic, asked));
}

/** @throws Error in DuckDB's words */
export async function outcomesIn(traffic: TrafficTable, asked: OutcomesAsked | undefined): Promise<Outcomes> {
  return asked === undefined ? {} : {
    ...(asked.fairness === undefined ? {} : { fairness: await fairnessIn(traffic, asked, asked.fairness) }),
    ...(asked.metric === undefined ? {} : { realised: realised(asked.metric, await labelledIn(traffic, asked, asked.metric)) }),
  };
}

/** The labelled answers, with probabilities where the metric needs them. */
async function labelledIn({ connection, outputs, source, window }: TrafficTable, asked: OutcomesAsked, metric: QualityMetric): Promise<RealisedWindow> {
  const name = `${asked.probabilities ?? ''}_list`;
  const { sql, values } = labelledQuery(source, window, outputs.includes(name) ? `p.${column(`output_${name}`)}::DOUBLE[]` : undefined, MOST_LABELLED);
  const rows = (await connection.runAndReadAll(sql, [...(values ?? [])])).getRowsJS() as [string | null, string | null, number | null, number | null, readonly number[] | null][];
  if (QUALITY_METRICS[metric].task === 'regression') {
    return { task: 'regression', predicted: Float64Array.from(rows, ([, , said]) => said ?? Number.NaN), truth: Float64Array.from(rows, ([, , , is]) => is ?? Number.NaN) };
  }
  const { classes, positive, cells } = codedOutcomes(rows.map(([predicted, truth]) => ({ group: null, predicted, truth, rows: 1 })), asked);
  return {
    task: 'classification', classes, positive: classes.length === 2 ? positive : undefined, predicted: Int32Array.from(cells, ({ predicted }) => predicted), truth: Int32Array.from(cells, ({ truth }) => truth),
    probabilities: classes.map((_, code) => Float64Array.from(rows, ([, , , , given]) => given?.[code] ?? Number.NaN)),
  };
}

async function fairnessIn(traffic: TrafficTable, asked: OutcomesAsked, { group, min_rows: least }: NonNullable<OutcomesAsked['fairness']>): Promise<WindowFairness> {
  const silent = (reason: string): WindowFairness => ({ column: group, positive: null, groups: [], measures: NO_MEASURES, gaps: [], reason });
  if (!traffic.inputs.includes(group)) {
    return silent(`The requests have no column "${group}". They have: ${traffic.inputs.slice(0, 50).join(', ')}.`);
  }
  const outcomes = await alike(traffic, column(`input_${group}`));
  const groups = new Set(outcomes.map((one) => one.group));
  if (groups.size > MOST_GROUPS || outcomes.length === MOST_LINES) {
    return silent(`Column "${group}" has more than ${MOST_GROUPS} different values: name one of groups, such as an age band instead of an age.`);
  }
  const { classes, positive, cells } = codedOutcomes(outcomes, asked);
  return positive === undefined ? silent(classes.length > 2 ? `There are ${classes.length} classes: quality.positive says which answer counts as "yes".` : 'Only one answer has been given so far: quality.positive says which counts as "yes".')
    : { column: group, positive: classes[positive] ?? null, ...groupFairness(cells, positive, least) };
}

async function alike({ connection, source, window }: TrafficTable, group: string): Promise<Outcome[]> {
  const { sql, values } = outcomesQuery(source, window, group, MOST_LINES);
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  return (await connection.runAndReadAll(sql, [...(values ?? [])])).getRowsJS().map(([of, predicted, truth, rows]) => ({ group: text(of), predicted: text(predicted), truth: text(truth), rows: Number(rows) }));
}
