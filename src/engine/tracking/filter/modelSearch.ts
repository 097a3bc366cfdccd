/** Compiles a search over logged models (mlflow/utils/search_logged_model_utils.py). */
import { invalid } from '../../mlflowErrors';
import { all, compare, type Condition } from './conditions';
import { canonicalEntity, MODEL_LANGUAGE, modelAttribute } from './languages';
import { type Clause, parseFilter } from './parse';

export interface DatasetScope { readonly dataset_name: string; readonly dataset_digest?: string }
export interface ModelOrder { readonly field_name: string; readonly ascending?: boolean; readonly dataset_name?: string; readonly dataset_digest?: string }

const STATUS_SQL = "CASE l.status WHEN 1 THEN 'PENDING' WHEN 2 THEN 'READY' ELSE 'FAILED' END";
const COLUMNS: Readonly<Record<string, string>> = {
  name: 'l.name', model_id: 'l.model_id', model_type: 'l.model_type', source_run_id: 'l.source_run', status: STATUS_SQL,
  created: 'l.created', updated: 'l.updated', experiment_id: 'CAST(l.experiment AS TEXT)',
};

function onDatasets(alias: string, datasets: readonly DatasetScope[]): Condition {
  if (datasets.length === 0) {
    return { sql: '1', parameters: [] };
  }
  const choices = datasets.map((dataset): Condition => (dataset.dataset_digest === undefined || dataset.dataset_digest === ''
    ? { sql: `${alias}.dataset_name = ?`, parameters: [dataset.dataset_name] }
    : { sql: `(${alias}.dataset_name = ? AND ${alias}.dataset_digest = ?)`, parameters: [dataset.dataset_name, dataset.dataset_digest] }));
  return { sql: `(${choices.map((choice) => choice.sql).join(' OR ')})`, parameters: choices.flatMap((choice) => choice.parameters) };
}

function condition(clause: Clause, datasets: readonly DatasetScope[]): Condition {
  const { entity, key, operator, value } = clause;
  if (entity === 'attribute') {
    // Both spellings of a status are in use: READY and LOGGED_MODEL_READY.
    const plain = key === 'status' && typeof value === 'string' ? { operator, value: value.replace(/^LOGGED_MODEL_/, '').replace('UPLOAD_FAILED', 'FAILED') } : clause;
    return compare(COLUMNS[key] as string, plain);
  }
  if (entity === 'metric') {
    const scope = onDatasets('m', datasets);
    const test = operator === '!=' ? '(m.value <> ? OR m.value IS NULL)' : `m.value ${operator} ?`;
    return { sql: `EXISTS (SELECT 1 FROM logged_model_metrics m WHERE m.model = l.id AND m.key = ? AND ${test} AND ${scope.sql})`, parameters: [key, value, ...scope.parameters] };
  }
  const table = entity === 'tag' ? 'logged_model_tags' : 'logged_model_params';
  if (operator === 'IS NULL' || operator === 'IS NOT NULL') {
    return { sql: `${operator === 'IS NULL' ? 'NOT ' : ''}EXISTS (SELECT 1 FROM ${table} p WHERE p.model = l.id AND p.key = ?)`, parameters: [key] };
  }
  const test = compare('p.value', clause);
  return { sql: `EXISTS (SELECT 1 FROM ${table} p WHERE p.model = l.id AND p.key = ? AND ${test.sql})`, parameters: [key, ...test.parameters] };
}

function orderTerm(order: ModelOrder): Condition {
  const direction = order.ascending === false ? 'DESC' : 'ASC';
  const dot = order.field_name.indexOf('.');
  const entity = dot < 0 ? 'attribute' : canonicalEntity(order.field_name.slice(0, dot));
  const key = order.field_name.slice(dot + 1).replace(/^[`"](.*)[`"]$/, '$1');
  if (entity === 'metric') {
    const scope = onDatasets('m', order.dataset_name === undefined || order.dataset_name === '' ? [] : [{ dataset_name: order.dataset_name, dataset_digest: order.dataset_digest }]);
    const value = `(SELECT m.value FROM logged_model_metrics m WHERE m.model = l.id AND m.key = ? AND ${scope.sql} ORDER BY m.time DESC, m.step DESC LIMIT 1)`;
    return { sql: `${value} ${direction} NULLS LAST`, parameters: [key, ...scope.parameters] };
  }
  const column = entity === 'attribute' ? COLUMNS[modelAttribute(key)?.key ?? ''] : undefined;
  if (column === undefined) {
    throw invalid(`Invalid order by field name: ${order.field_name}. Order by an attribute (name, model_id, creation_timestamp, …) or by metrics.<key>.`);
  }
  return { sql: `${column} ${direction} NULLS LAST`, parameters: [] };
}

/**
 * @returns a statement that gives rows of `logged_models`; takes the parameters, then LIMIT and OFFSET
 * @throws MlflowError 400 for a filter or an order that is wrong
 */
export function compileModelSearch(experiments: readonly number[], filter: string | undefined, datasets: readonly DatasetScope[], orders: readonly ModelOrder[]): Condition {
  const clauses = parseFilter(filter, MODEL_LANGUAGE);
  const scope = onDatasets('s', datasets);
  const scoped: Condition[] = datasets.length > 0 && !clauses.some((clause) => clause.entity === 'metric')
    ? [{ sql: `EXISTS (SELECT 1 FROM logged_model_metrics s WHERE s.model = l.id AND ${scope.sql})`, parameters: scope.parameters }]
    : [];
  const where = all([
    { sql: 'l.deleted IS NULL', parameters: [] },
    { sql: `l.experiment IN (${experiments.map(() => '?').join(', ')})`, parameters: experiments },
    ...scoped,
    ...clauses.map((clause) => condition(clause, datasets)),
  ]);
  const terms = orders.map((order) => orderTerm(order));
  const hasTime = orders.some((order) => /creation_time/.test(order.field_name));
  const order = [...terms.map((term) => term.sql), ...(hasTime ? [] : ['l.created DESC']), 'l.id DESC'].join(', ');
  return {
    sql: `SELECT l.* FROM logged_models l WHERE ${where.sql} ORDER BY ${order} LIMIT ? OFFSET ?`,
    parameters: [...where.parameters, ...terms.flatMap((term) => term.parameters)],
  };
}
