/** One window of traffic: how its columns differ from the reference, and how right its answers were. */
import type { DataSchema, Violation } from '../../../protocol/dataSchema';
import type { DriftOptions } from '../../../protocol/drift';
import type { AnswerColumn, Estimate } from '../../../protocol/monitors';
import { column } from '../../analysis/sqlText';
import { validateTable } from '../../data/validateTable';
import { qualityQuery } from '../../serving/traffic/qualityQuery';
import { describeTable } from '../drift/dataTable';
import { estimate } from '../estimation/cbpe';
import { compareWindow } from '../drift/preparedReference';
import { predictionDrift, truthDrift } from './answerDrift';
import type { AnswersAsk, Judgement, JudgeAsk } from './ask';
import { outcomesIn } from './outcomes';
import { overTraffic, type TrafficTable } from './overTraffic';
import { PreparedReferences } from './preparedReferences';
import { scoredAnswers } from './scoredAnswers';
import { versionRows, type VersionRows } from './versionRows';

/** Whole files: each may take half a gigabyte. */
const MOST_REFERENCES = 2;
const references = new PreparedReferences(MOST_REFERENCES);

/** @throws Error in a sentence where the reference can't be read or a method is not known, else in DuckDB's words */
export async function judgeWindow({ watched, window, reference, options, schema, outcomes, quality, answers }: JudgeAsk): Promise<Judgement> {
  const prepared = await references.of(reference);
  return overTraffic(watched, window, async (traffic) => {
    const current = await describeTable(traffic.connection, { side: 'current', relation: inputsOf(traffic), called: 'the traffic' });
    // What only the reference has (a label, an id) is no input; what only the traffic has is told.
    const columns = options.columns ?? traffic.inputs;
    return {
      rows: current.rows, referenceRows: prepared.rows, versions: await versionsIn(traffic), estimated: await estimatedIn(traffic, quality),
      ...(schema === undefined ? {} : { violations: await violationsIn(traffic, schema) }),
      ...await outcomesIn(traffic, outcomes),
      ...(answers === undefined ? {} : { answers: await answersIn(traffic, answers, options) }),
      ...await compareWindow(prepared, traffic.connection, current, { ...options, columns }),
    };
  });
}

async function answersIn(traffic: TrafficTable, asked: AnswersAsk, options: DriftOptions): Promise<AnswerColumn[]> {
  const truth = await truthDrift(traffic, asked, options);
  return [await predictionDrift(traffic.connection, asked, options), ...(truth === undefined ? [] : [truth])];
}

/** Only columns that the traffic has: its model asks for those that it needs, and a label or an id of the training data is none of them. */
function violationsIn(traffic: TrafficTable, schema: DataSchema): Promise<Violation[]> {
  return validateTable(traffic.connection, inputsOf(traffic), schema, { columns: Object.keys(schema.columns).filter((name) => traffic.inputs.includes(name)) });
}

/** SQL: the inputs of the traffic under the names that the reference has for them. */
function inputsOf({ inputs }: TrafficTable): string {
  return inputs.length === 0 ? '(SELECT NULL AS nothing FROM traffic)' : `(SELECT ${inputs.map((name) => `${column(`input_${name}`)} AS ${column(name)}`).join(', ')} FROM traffic)`;
}

async function versionsIn({ connection, source, window: { from, to } }: TrafficTable): Promise<VersionRows[]> {
  const { sql, values } = qualityQuery(source, from, to - 1);
  const reader = await connection.runAndReadAll(sql, [...(values ?? [])]);
  return reader.getRowsJS().map(versionRows).toSorted((a, b) => b.rows - a.rows);
}

async function estimatedIn({ connection, outputs }: TrafficTable, quality: JudgeAsk['quality']): Promise<Estimate | null> {
  const scored = quality === undefined ? undefined : await scoredAnswers(connection, 'traffic', outputs, quality.classifier);
  const [found] = quality === undefined || scored === undefined ? [] : estimate(quality.estimator, scored);
  return found === undefined || found.value === null ? null : { value: found.value, low: found.low ?? found.value, high: found.high ?? found.value };
}
