/** What a version was asked and has answered, with the truths where they are known, as a data file. */
import { rename, rm } from 'node:fs/promises';
import { confined } from '../../analysis/confined';
import { column, literal, literals } from '../../analysis/sqlText';
import { whileItMoves } from '../../serving/traffic/qualityQuery';
import { ALL_TIMES, makeWindowTable, trafficPaths } from '../../serving/traffic/windowTable';
import type { AnsweredRows, AnsweredRowsAsk } from './ask';

/** Rows in the order of their requests, without those whose answer or truth is no number. The file is there whole or not at all. @throws Error in DuckDB's words */
export function answeredRows({ watched: { folder, signatures }, window = ALL_TIMES, model, version, labelled, columns, to }: AnsweredRowsAsk): Promise<AnsweredRows> {
  return whileItMoves(folder, async () => {
    const paths = trafficPaths(folder);
    const draft = `${to}.tmp`;
    try {
      const kept = await confined([...paths.segments, ...paths.lines], draft, async (connection) => {
        const table = await makeWindowTable(connection, 'traffic', paths, window, signatures);
        const inputs = table.inputs.filter((name) => !name.endsWith('_list'));
        const truth = labelled === undefined ? '' : `, TRY_CAST(truth AS DOUBLE) AS ${column(columns.truth)}`;
        const answers = `SELECT ${inputs.map((name) => `${column(`input_${name}`)} AS ${column(name)}, `).join('')}TRY_CAST(prediction->>'$' AS DOUBLE) AS ${column(columns.prediction)}${truth}, time, id, "row"
          FROM traffic ${labelled === undefined ? '' : `JOIN (SELECT unnest(${literals(labelled.truths)}) AS truth, generate_subscripts(${literals(labelled.truths)}, 1) - 1 AS place) ON place = id::INTEGER * ${labelled.rowsOfRequest} + "row"`}
          WHERE model = ${literal(model)} AND version = ${literal(version)}`;
        const known = [columns.prediction, ...(labelled === undefined ? [] : [columns.truth])].map((name) => `isfinite(${column(name)})`).join(' AND ');
        await connection.run(`CREATE TEMP TABLE answers AS SELECT * EXCLUDE (time, id, "row") FROM (${answers}) WHERE ${known} ORDER BY ${labelled === undefined ? 'time, id' : 'id::INTEGER'}, "row"`);
        await connection.run(`COPY answers TO ${literal(draft)} (FORMAT parquet, COMPRESSION zstd)`);
        const squared = labelled === undefined ? 'NULL' : `(${column(columns.prediction)} - ${column(columns.truth)}) ^ 2`;
        const [rows, error] = (await connection.runAndReadAll(`SELECT count(*), sqrt(avg(${squared})) FROM answers`)).getRowsJS()[0] ?? [];
        return { rows: Number(rows), inputs, error: typeof error === 'number' ? error : null };
      });
      await rename(draft, to);
      return kept;
    } finally {
      await rm(draft, { force: true });
    }
  });
}
