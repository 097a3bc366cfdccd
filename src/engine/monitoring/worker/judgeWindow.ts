/** One window of traffic: how its columns differ from the reference, and how right its answers were. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { DataSchema, Violation } from '../../../protocol/dataSchema';
import type { DriftOptions } from '../../../protocol/drift';
import type { AnswerColumn, Estimate } from '../../../protocol/monitors';
import { confined } from '../../analysis/confined';
import { column } from '../../analysis/sqlText';
import { validateTable } from '../../data/validateTable';
import { qualityQuery, whileItMoves } from '../../serving/traffic/qualityQuery';
import { trafficPaths, type TrafficPaths } from '../../serving/traffic/trafficFiles';
import { makeWindowTable, type WindowTable } from '../../serving/traffic/windowTable';
import { describeTable } from '../drift/dataTable';
import { estimate } from '../estimation/cbpe';
import { compareWindow } from '../drift/preparedReference';
import type { TimeSpan } from '../windows';
import { predictionDrift, truthDrift } from './answerDrift';
import type { AnswersAsk, Judgement, JudgeAsk } from './ask';
import { outcomesIn } from './outcomes';
import { PreparedReferences } from './preparedReferences';
import { scoredAnswers } from './scoredAnswers';
import { versionRows, type VersionRows } from './versionRows';

/** Whole files: each may take half a gigabyte. */
const MOST_REFERENCES = 2;
const references = new PreparedReferences(MOST_REFERENCES);

/** @throws Error in a sentence where the reference can't be read or a method is not known, else in DuckDB's words */
export async function judgeWindow({ watched: { folder, signatures }, window, reference, options, schema, outcomes, quality, answers }: JudgeAsk): Promise<Judgement> {
  const prepared = await references.of(reference);
  return whileItMoves(folder, async () => {
    const paths = trafficPaths(folder);
    return confined([...paths.segments, ...paths.lines, ...paths.feedback], undefined, async (connection) => {
      const table = await makeWindowTable(connection, 'traffic', paths, window, signatures);
      const current = await describeTable(connection, { side: 'current', relation: inputsOf(table), called: 'the traffic' });
      // What only the reference has (a label, an id) is no input; what only the traffic has is told.
      const columns = options.columns ?? table.inputs;
      return {
        rows: current.rows, referenceRows: prepared.rows, versions: await versionsIn(connection, paths, window), estimated: await estimatedIn(connection, table, quality),
        ...(schema === undefined ? {} : { violations: await violationsIn(connection, table, schema) }),
        ...await outcomesIn(connection, table, paths, window, outcomes),
        ...(answers === undefined ? {} : { answers: await answersIn(connection, paths, answers, options) }),
        ...await compareWindow(prepared, connection, current, { ...options, columns }),
      };
    });
  });
}

async function answersIn(connection: DuckDBConnection, paths: TrafficPaths, asked: AnswersAsk, options: DriftOptions): Promise<AnswerColumn[]> {
  const truth = await truthDrift(connection, paths, asked, options);
  return [await predictionDrift(connection, asked, options), ...(truth === undefined ? [] : [truth])];
}

/** Only columns that the traffic has: its model asks for those that it needs, and a label or an id of the training data is none of them. */
function violationsIn(connection: DuckDBConnection, table: WindowTable, schema: DataSchema): Promise<Violation[]> {
  return validateTable(connection, inputsOf(table), schema, { columns: Object.keys(schema.columns).filter((name) => table.inputs.includes(name)) });
}

/** SQL: the inputs of the traffic under the names that the reference has for them. */
function inputsOf({ inputs }: WindowTable): string {
  return inputs.length === 0 ? '(SELECT NULL AS nothing FROM traffic)' : `(SELECT ${inputs.map((name) => `${column(`input_${name}`)} AS ${column(name)}`).join(', ')} FROM traffic)`;
}

async function versionsIn(connection: DuckDBConnection, { feedback }: TrafficPaths, { from, to }: TimeSpan): Promise<VersionRows[]> {
  const { sql, values } = qualityQuery({ files: [], predictions: 'traffic', feedback }, from, to - 1);
  const reader = await connection.runAndReadAll(sql, [...(values ?? [])]);
  return reader.getRowsJS().map(versionRows).toSorted((a, b) => b.rows - a.rows);
}

async function estimatedIn(connection: DuckDBConnection, { outputs }: WindowTable, quality: JudgeAsk['quality']): Promise<Estimate | null> {
  const scored = quality === undefined ? undefined : await scoredAnswers(connection, 'traffic', outputs, quality.classifier);
  const [found] = quality === undefined || scored === undefined ? [] : estimate(quality.estimator, scored);
  return found === undefined || found.value === null ? null : { value: found.value, low: found.low ?? found.value, high: found.high ?? found.value };
}
