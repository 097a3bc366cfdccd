/** What a version was asked and has answered, with the truths where they are known, as a data file. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { QUALITY_METRICS, type QualityMetric } from '../../../protocol/qualityMetrics';
import { column, literal, literals } from '../../analysis/sqlText';
import { ALL_TIMES } from '../../serving/traffic/windowTable';
import { realised } from '../quality/realised';
import type { AnsweredRows, AnsweredRowsAsk } from './ask';
import { fileOfTraffic } from './overTraffic';

/** Rows in the order of their requests, without those whose answer or truth is no number. The file is there whole or not at all. @throws Error in DuckDB's words */
export function answeredRows({ watched, window = ALL_TIMES, model, version, labelled, columns, to }: AnsweredRowsAsk): Promise<AnsweredRows> {
  return fileOfTraffic(watched, window, to, async ({ connection, inputs: all }, draft) => {
    const inputs = all.filter((name) => !name.endsWith('_list'));
    const truth = labelled === undefined ? '' : `, TRY_CAST(truth AS DOUBLE) AS ${column(columns.truth)}`;
    const answers = `SELECT ${inputs.map((name) => `${column(`input_${name}`)} AS ${column(name)}, `).join('')}TRY_CAST(prediction->>'$' AS DOUBLE) AS ${column(columns.prediction)}${truth}, time, id, "row"
      FROM traffic ${labelled === undefined ? '' : `JOIN (SELECT unnest(${literals(labelled.truths)}) AS truth, generate_subscripts(${literals(labelled.truths)}, 1) - 1 AS place) ON place = id::INTEGER * ${labelled.rowsOfRequest} + "row"`}
      WHERE model = ${literal(model)} AND version = ${literal(version)}`;
    const known = [columns.prediction, ...(labelled === undefined ? [] : [columns.truth])].map((name) => `isfinite(${column(name)})`).join(' AND ');
    await connection.run(`CREATE TEMP TABLE answers AS SELECT * EXCLUDE (time, id, "row") FROM (${answers}) WHERE ${known} ORDER BY ${labelled === undefined ? 'time, id' : 'id::INTEGER'}, "row"`);
    await connection.run(`COPY answers TO ${literal(draft)} (FORMAT parquet, COMPRESSION zstd)`);
    const [rows] = (await connection.runAndReadAll('SELECT count(*) FROM answers')).getRowsJS()[0] ?? [];
    return { rows: Number(rows), inputs, reference: labelled === undefined ? {} : await metricsOf(connection, columns) };
  });
}

/** Of the rows of `answers`: those that are known, as sklearn.metrics counts them. */
async function metricsOf(connection: DuckDBConnection, { prediction, truth }: AnsweredRowsAsk['columns']): Promise<Record<string, number>> {
  const columns = (await connection.runAndReadAll(`SELECT ${column(truth)}, ${column(prediction)} FROM answers`)).getColumnsJS() as number[][];
  const [is, said] = columns.map((values) => Float64Array.from(values));
  const metrics = (Object.keys(QUALITY_METRICS) as QualityMetric[]).filter((name) => QUALITY_METRICS[name].task === 'regression');
  return is === undefined || said === undefined ? {} : Object.fromEntries(metrics.flatMap((name) => {
    const { value } = realised(name, { task: 'regression', truth: is, predicted: said });
    return value === null ? [] : [[name, value]];
  }));
}
