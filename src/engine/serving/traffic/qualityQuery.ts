/** Predictions and what came true, joined by DuckDB: segments, lines that are not sealed, and feedback. */
import path from 'node:path';
import type { AnalysisWorker } from '../../analysis/analysisWorker';
import type { Query, Table } from '../../analysis/ask';
import { literal, literals } from '../../analysis/sqlText';
import { linesSource } from './lineRows';
import { longestOf, namesIn, trafficPaths } from './trafficFiles';

/** What was sent of one row: of a request by id, or of the last one of a key. Lines of `feedback/`. */
const FEEDBACK_FIELDS = "time: 'BIGINT', n: 'BIGINT', \"at\": 'BIGINT', id: 'VARCHAR', key: 'VARCHAR', row: 'INTEGER', truth: 'JSON'";
const LEAST_FEEDBACK_BYTES = 1024 * 1024;
const MOST_TRIES = 5;

/** Parts of queries over the traffic of a deployment, and the files that they read. */
export interface TrafficSource {
  readonly files: readonly string[];
  /** SQL: id, row, time, model, version, role, key, prediction (JSON text) of every row that was predicted */
  readonly predictions: string;
  /** absolute paths of lines of feedback */
  readonly feedback: readonly string[];
}

/** @param folder absolute path of the deployment's folder */
export async function trafficSource(folder: string): Promise<TrafficSource> {
  const { lines, segments, feedback } = trafficPaths(folder);
  const longest = await longestOf(lines);
  const parts = [
    ...(segments.length === 0 ? [] : [`SELECT id, "row", time, model, version, role, key, prediction FROM read_parquet(${literals(segments)}, union_by_name = true) WHERE "row" IS NOT NULL`]),
    ...(lines.length === 0 ? [] : [`SELECT id, unnest(range(rows)::INTEGER[]) AS "row", make_timestamp_ms(time)::TIMESTAMP_MS AS time, model, version, role, key, unnest(${FIRST_OUTPUT}::VARCHAR[]) AS prediction
      FROM ${linesSource(lines, longest)} WHERE rows > 0 AND outputs IS NOT NULL`]),
  ];
  const predictions = parts.length === 0 ? NO_PREDICTIONS : `(${parts.join(' UNION ALL ')})`;
  return { files: [...segments, ...lines, ...feedback], predictions, feedback };
}

/**
 * Asks about the traffic of a deployment. Files that are sealed or removed meanwhile are found under their other name.
 * @param folder absolute path of the deployment's folder
 * @throws AnalysisError
 */
export function askTraffic(folder: string, analysis: Pick<AnalysisWorker, 'rows'>, query: (source: TrafficSource) => Query): Promise<Table> {
  return whileItMoves(folder, async () => analysis.rows(query(await trafficSource(folder))));
}

/** Tries again what has failed while files of the traffic were sealed or removed. @param folder absolute path of the deployment's folder */
export async function whileItMoves<T>(folder: string, read: () => Promise<T>): Promise<T> {
  for (let left = MOST_TRIES; ; left -= 1) {
    const before = namesIn(path.join(folder, 'traffic')).join();
    try {
      return await read();
    } catch (error) {
      if (left === 0 || namesIn(path.join(folder, 'traffic')).join() === before) {
        throw error;
      }
    }
  }
}

/** SQL: the list of what `predict` gave, whatever its output is called. */
const FIRST_OUTPUT = "(json_transform(outputs->('/' || replace(replace(json_keys(outputs)[1], '~', '~0'), '/', '~1')), '[\"JSON\"]'))[1:rows]";
const NO_PREDICTIONS = "(SELECT '' AS id, 0 AS \"row\", make_timestamp_ms(0)::TIMESTAMP_MS AS time, '' AS model, '' AS version, '' AS role, '' AS key, '' AS prediction WHERE false)";
const NO_TRUTHS = "(SELECT '' AS id, 0 AS \"row\", '' AS truth WHERE false)";

/**
 * SQL: id, row, truth (JSON text) of every row of which a truth was sent: the last one.
 * @param names conditions for what was sent by id and by key; FALSE for a part that is not wanted
 */
export function truthsOf({ feedback, predictions }: TrafficSource, names: { readonly ids: string; readonly keys: string }): string {
  if (feedback.length === 0) {
    return NO_TRUTHS;
  }
  const sent = `SELECT * FROM read_json(${literals(feedback)}, format = 'newline_delimited', ignore_errors = true, maximum_object_size = ${LEAST_FEEDBACK_BYTES}, columns = {${FEEDBACK_FIELDS}}) WHERE truth IS NOT NULL`;
  // A key means the request that it came with last before the truth was sent.
  const keyed = `SELECT keyed.id, sent."row", sent.truth, sent.time, sent.n FROM (SELECT * FROM sent WHERE id IS NULL AND ${names.keys}) sent
    ASOF JOIN (SELECT DISTINCT id, key, epoch_ms(time) AS time FROM ${predictions} WHERE key IS NOT NULL AND coalesce(role, '') <> 'shadow' AND ${names.keys}) keyed
    ON sent.key = keyed.key AND coalesce(sent."at", sent.time) >= keyed.time`;
  return `(WITH sent AS (${sent}), named AS (SELECT id, "row", truth, time, n FROM sent WHERE id IS NOT NULL AND ${names.ids} ${names.keys === 'FALSE' ? '' : `UNION ALL ${keyed}`})
    SELECT id, "row", truth::VARCHAR AS truth FROM named QUALIFY row_number() OVER (PARTITION BY id, "row" ORDER BY time DESC, n DESC) = 1)`;
}

/** Counts per version over the requests that were answered from `from` to `to` (Unix ms), both included. */
export function qualityQuery(source: TrafficSource, from: number, to: number): Query {
  return qualityOfSpans(source, [{ from, to: to + 1 }]);
}

/**
 * Counts per span and version: as `qualityQuery`, with the index of the span last. `truths` is a hash of all of them: DuckDB's of several values only
 * adds the last one by XOR, in which two that are swapped would cancel each other out, so it is hashed again.
 * @param spans Unix ms, without their `to`; at least one
 */
export function qualityOfSpans(source: TrafficSource, spans: readonly Span[]): Query {
  return {
    sql: `${joined(source, spans)} SELECT model, version, arg_max(role, time) AS role, count(*) AS rows, count(*) FILTER (labelled) AS labelled, avg(is_right::INTEGER) FILTER (labelled) AS accuracy,
        sqrt(avg((pn - tn) ^ 2) FILTER (labelled)) AS rmse, bool_or(pn <> floor(pn)) AND bool_and(pn IS NOT NULL OR p IS NULL) AS fractions,
        avg((pn - tn) ^ 4) FILTER (labelled) AS fourth, bit_xor(hash(hash(id, "row", t))) FILTER (labelled)::VARCHAR AS truths, span
      FROM joined GROUP BY span, model, version ORDER BY span, model, TRY_CAST(version AS INTEGER), version`,
    values: spans.flatMap(({ from, to }) => [from, to]),
    files: source.files,
  };
}

/** The latest labelled rows of a span, newest first: Unix ms of the answer, whether it was right, |truth − prediction| where both are numbers. */
export function errorsQuery(source: TrafficSource, span: Span, most: number): Query {
  return {
    sql: `${joined(source, [span])} SELECT epoch_ms(time), is_right, abs(pn - tn) FROM joined WHERE labelled ORDER BY time DESC, id DESC, "row" DESC LIMIT ${most}`,
    values: [span.from, span.to],
    files: source.files,
  };
}

/**
 * How many rows of a span were answered and came true alike: group (null without one), answer, truth (null: it has not come), rows.
 * @param group SQL: a column of `predictions`, as text; undefined: rows are of no group
 */
export function outcomesQuery(source: TrafficSource, span: Span, group: string | undefined, most: number): Query {
  return {
    sql: `${joined(source, [span], group)} SELECT beside::VARCHAR, p, CASE WHEN labelled THEN t END, count(*) FROM joined GROUP BY ALL ORDER BY 4 DESC, 1, 2, 3 LIMIT ${most}`,
    values: [span.from, span.to],
    files: source.files,
  };
}

/**
 * The latest labelled rows of a span: answer and truth as texts and as numbers, and what stands beside them.
 * @param beside SQL: a column of `predictions`; undefined: null
 */
export function labelledQuery(source: TrafficSource, span: Span, beside: string | undefined, most: number): Query {
  return {
    sql: `${joined(source, [span], beside)} SELECT p, t, pn, tn, beside FROM joined WHERE labelled ORDER BY time DESC, id DESC, "row" DESC LIMIT ${most}`,
    values: [span.from, span.to],
    files: source.files,
  };
}

/** Unix ms, without `to`. */
interface Span { readonly from: number; readonly to: number }

/** SQL: a WITH that makes `joined`, a line for each predicted row of the spans. Its values are the ends of the spans. @param beside SQL: what else of `predictions` stands in it under this name */
function joined(source: TrafficSource, spans: readonly Span[], beside = 'NULL'): string {
  return `WITH spans AS (SELECT * FROM (VALUES ${spans.map((_, index) => `(${index}, make_timestamp_ms(?::BIGINT), make_timestamp_ms(?::BIGINT))`).join(', ')}) AS spans(span, begins, ends)),
    compared AS (SELECT p.span, ${beside} AS beside, p.id, p."row", p.model, p.version, p.role, p.time, t.truth IS NOT NULL AS labelled, p.prediction->>'$' AS p, t.truth->>'$' AS t, json_type(p.prediction) AS kind,
        TRY_CAST(p.prediction->>'$' AS DOUBLE) AS pn, TRY_CAST(t.truth->>'$' AS DOUBLE) AS tn
      FROM (SELECT * FROM ${source.predictions} JOIN spans ON time >= begins AND time < ends) p LEFT JOIN ${truthsOf(source, { ids: 'TRUE', keys: 'TRUE' })} t ON p.id = t.id AND p."row" = t."row"),
    joined AS (SELECT *, CASE WHEN pn IS NOT NULL AND tn IS NOT NULL THEN pn = tn WHEN kind = 'BOOLEAN' THEN lower(p) = lower(t) ELSE p IS NOT DISTINCT FROM t END AS is_right FROM compared)`;
}

/** The truths of some requests: id, row, truth (JSON text). */
export function truthsQuery(source: TrafficSource, requests: readonly { readonly id: string; readonly key: string | null }[]): Query {
  const ids = requests.map(({ id }) => literal(id));
  const keys = requests.flatMap(({ key }) => (key === null ? [] : [literal(key)]));
  const truths = truthsOf(source, { ids: `id IN (${ids.join(', ')})`, keys: keys.length === 0 ? 'FALSE' : `key IN (${keys.join(', ')})` });
  return { sql: `SELECT id, "row", truth FROM ${truths} WHERE id IN (${ids.join(', ')})`, files: source.files };
}
