/** How the answers of a window, and what came true of them, differ from those of the reference. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { DriftOptions } from '../../../protocol/drift';
import type { AnswerColumn } from '../../../protocol/monitors';
import { type Holds, holdsNumbers } from '../../analysis/holds';
import { column as quoted } from '../../analysis/sqlText';
import { truthsOf } from '../../serving/traffic/qualityQuery';
import { asCategories } from '../drift/categories';
import { describeTable, DriftRefused } from '../drift/dataTable';
import { notJudged } from '../drift/judgeColumn';
import { compareWindow, type PreparedReference } from '../drift/preparedReference';
import type { AnswersAsk, AnswerSource, TruthsAsk } from './ask';
import { overTraffic, type TrafficTable } from './overTraffic';
import { PreparedReferences } from './preparedReferences';

/** Of single columns: small. */
const references = new PreparedReferences(16);

type Side = Pick<AnswerColumn, 'role' | 'name'> & { /** SQL of JSON text, in `from` */ readonly value: string; /** SQL */ readonly from: string };

/** @param connection in which `traffic` stands, as `overTraffic` makes it */
export function predictionDrift(connection: DuckDBConnection, asked: AnswersAsk, options: DriftOptions): Promise<AnswerColumn> {
  return compared(connection, { role: 'prediction', name: 'prediction', value: 'prediction', from: 'traffic' }, asked, asked.predictions, asked.noPredictions, options);
}

/** @returns undefined while too few truths have come */
export async function truthDrift({ connection, source }: TrafficTable, asked: AnswersAsk, options: DriftOptions): Promise<AnswerColumn | undefined> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE known_truths AS SELECT truth FROM traffic JOIN ${truthsOf(source, { ids: 'TRUE', keys: 'TRUE' })} USING (id, "row")`);
  const known = Number((await connection.runAndReadAll('SELECT count(*) FROM known_truths')).getRows()[0]?.[0]);
  return known < asked.leastLabels ? undefined : compared(connection, { role: 'target', name: 'truth', value: 'truth', from: 'known_truths' }, asked, asked.truths, asked.noTruths, options);
}

/** The truths of a window that has been judged before they came. @throws Error in DuckDB's words */
export function judgeTruths({ watched, window, answers, options }: TruthsAsk): Promise<AnswerColumn | null> {
  return overTraffic(watched, window, async (traffic) => await truthDrift(traffic, answers, options) ?? null);
}

async function compared(connection: DuckDBConnection, side: Side, { task }: AnswersAsk, sources: readonly AnswerSource[], none: string, options: DriftOptions): Promise<AnswerColumn> {
  const { role, name, value, from } = side;
  const refused = (reason: string, against: string): AnswerColumn => ({ ...notJudged({ name }, task === 'regression' ? 'num' : 'cat', reason), role, against });
  const found = await firstThatHas(sources);
  if (found === undefined) {
    return refused(none, '');
  }
  const { source: { column, against }, prepared } = found;
  const text = `(${value}->>'$')`;
  const [nested, fractions] = (await connection.runAndReadAll(`SELECT bool_or(json_type(${value}) IN ('ARRAY', 'OBJECT')), bool_and(TRY_CAST(${text} AS DOUBLE) IS NOT NULL OR ${text} IS NULL) AND bool_or(TRY_CAST(${text} AS DOUBLE) <> floor(TRY_CAST(${text} AS DOUBLE))) FROM ${from}`)).getRows()[0] ?? [];
  if (nested === true) {
    return refused('They are lists or structures, which no method compares.', against);
  }
  const amounts = task === 'regression' || (task === undefined && fractions === true);
  const holds = prepared.columns.get(column)?.holds;
  const reference = amounts ? prepared : asCategories(prepared, column);
  if (reference === undefined || (amounts && !holdsNumbers(holds))) {
    return refused(`The column ${column} of the reference holds ${amounts ? 'no numbers' : 'nothing that could be counted as classes'}.`, against);
  }
  const current = `(SELECT ${amounts ? `TRY_CAST(${text} AS DOUBLE)` : classSql(value, holds)} AS ${quoted(column)} FROM ${from})`;
  const { columns: [judged] } = await compareWindow(reference, connection, await describeTable(connection, { side: 'current', relation: current, called: 'the traffic' }), { ...ofAll(options), columns: [column] });
  return judged === undefined ? refused(none, against) : { ...judged, name, role, against };
}

/** What is asked for single inputs, or for many of them at once, is none of theirs. */
function ofAll({ perColumn: _perColumn, correction: _correction, share: _share, ...options }: DriftOptions): DriftOptions {
  return options;
}

async function firstThatHas(sources: readonly AnswerSource[]): Promise<{ readonly source: AnswerSource; readonly prepared: PreparedReference } | undefined> {
  for (const source of sources) {
    try {
      return { source, prepared: await references.of(source.file, [source.column]) };
    } catch (error) {
      // It has no such column: another one may.
      if (!(error instanceof DriftRefused)) {
        throw error;
      }
    }
  }
  return undefined;
}

/** SQL: the name of a class as the reference writes it. Models answer true or 1, and "1.0" is the class 1. */
function classSql(value: string, holds: Holds | undefined): string {
  const text = `(${value}->>'$')`;
  const number = `TRY_CAST(${text} AS DOUBLE)`;
  if (holds === 'boolean') {
    // A model may say yes or 1 where the data have truth values.
    return `coalesce(CASE ${number} WHEN 1 THEN 'true' WHEN 0 THEN 'false' END, TRY_CAST(${text} AS BOOLEAN)::VARCHAR, ${text})`;
  }
  return holds === 'text'
    ? `CASE WHEN json_type(${value}) = 'BOOLEAN' THEN upper(${text}[1]) || ${text}[2:] ELSE ${text} END`
    : `CASE lower(${text}) WHEN 'true' THEN '1' WHEN 'false' THEN '0' ELSE coalesce(CASE WHEN ${number} = TRY_CAST(${number} AS BIGINT) THEN TRY_CAST(${number} AS BIGINT)::VARCHAR END, ${text}) END`;
}
