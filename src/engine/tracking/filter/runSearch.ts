/** Compiles a run filter and order into one parameterised statement that gives the integers of the runs, page by page. */
import { invalid } from '../../mlflowErrors';
import { runIdSql, runKey, statusNumber } from '../ids';
import { FixedName } from '../nameStore';
import { all, compare, type Condition } from './conditions';
import { canonicalEntity, RUN_LANGUAGE, runAttribute } from './languages';
import { parseOrderTerm, type OrderTerm } from './orderBy';
import { type Clause, parseFilter } from './parse';

export interface RunScope {
  readonly experiments: readonly number[];
  readonly view: 'active' | 'deleted' | 'all';
  /** null: runs without a parent; a run id: its children */
  readonly parent?: string | null;
}

export interface RunQuery {
  readonly filter?: string;
  readonly orderBy?: readonly string[];
}

/** Ids of names; undefined for one that nothing was logged under. */
export type NameLookup = (name: string) => number | undefined;

export interface CompiledSearch {
  /** gives `id`; takes the parameters, then LIMIT and OFFSET */
  readonly page: Condition;
  /** gives how many there are */
  readonly count: Condition;
  /** what must hold for a row of `runs r`, whatever the order */
  readonly where: Condition;
}

/** No name has this id. */
const NOWHERE = -1;
const STATUS_SQL = "CASE r.status WHEN 1 THEN 'RUNNING' WHEN 2 THEN 'SCHEDULED' WHEN 3 THEN 'FINISHED' WHEN 4 THEN 'FAILED' ELSE 'KILLED' END";
const TIE = 'r.start DESC, r.uuid ASC';

/**
 * @throws MlflowError 400 for a filter or an order that is wrong
 */
export function compileRunSearch(query: RunQuery, scope: RunScope, names: NameLookup): CompiledSearch {
  const clauses = parseFilter(query.filter, RUN_LANGUAGE);
  const terms = (query.orderBy ?? []).map((text) => parseOrderTerm(text));
  const orders = terms.map((term) => orderOf(term));
  rejectRepeated(orders, query.orderBy ?? []);
  const drivers = orders[0] === undefined ? undefined : driver(orders[0], clauses, names);
  const scoped = [...scopeConditions(scope)];
  const others = clauses.filter((clause) => drivers?.used.includes(clause) !== true).map((clause) => runCondition(clause, names));
  const where = all([...(drivers === undefined ? [] : [drivers.condition]), ...scoped, ...others]);
  const ofRun = drivers === undefined ? where : all([...scoped, ...clauses.map((clause) => runCondition(clause, names))]);
  const count = { sql: `SELECT count(*) FROM ${drivers?.from ?? 'runs r'} WHERE ${where.sql}`, parameters: where.parameters };
  if (drivers !== undefined) {
    const rest = orderSql(orders.slice(1), names);
    const order = [drivers.order, ...rest.terms].join(', ');
    return { count, where: ofRun, page: { sql: `SELECT r.id FROM ${drivers.from}${rest.joins.sql} WHERE ${where.sql} ORDER BY ${order} LIMIT ? OFFSET ?`, parameters: [...rest.joins.parameters, ...where.parameters] } };
  }
  const { joins, terms: orderTerms } = orderSql(orders, names);
  return { count, where: ofRun, page: { sql: `SELECT r.id FROM runs r${joins.sql} WHERE ${where.sql} ORDER BY ${orderTerms.join(', ')} LIMIT ? OFFSET ?`, parameters: [...joins.parameters, ...where.parameters] } };
}

function scopeConditions(scope: RunScope): Condition[] {
  const conditions: Condition[] = [{ sql: `r.experiment IN (${scope.experiments.map(() => '?').join(', ')})`, parameters: scope.experiments }];
  if (scope.view !== 'all') {
    conditions.push({ sql: `r.deleted IS ${scope.view === 'deleted' ? 'NOT NULL' : 'NULL'}`, parameters: [] });
  }
  if (scope.parent === null) {
    conditions.push({ sql: `NOT EXISTS (SELECT 1 FROM tags t WHERE t.run = r.id AND t.key = ${FixedName.parent})`, parameters: [] });
  } else if (scope.parent !== undefined) {
    conditions.push({ sql: `r.id IN (SELECT t.run FROM tags t WHERE t.key = ${FixedName.parent} AND t.value = ?)`, parameters: [scope.parent] });
  }
  return conditions;
}

function runCondition(clause: Clause, names: NameLookup): Condition {
  const { entity, key, operator } = clause;
  if (entity === 'metric') {
    const id = names(key) ?? NOWHERE;
    // NaN stands as NULL: it differs from every number and compares with none.
    const test = operator === '!=' ? '(m.value <> ? OR m.value IS NULL)' : `m.value ${operator} ?`;
    return { sql: `EXISTS (SELECT 1 FROM latest_metrics m WHERE m.run = r.id AND m.key = ? AND ${test})`, parameters: [id, clause.value] };
  }
  if (entity === 'parameter' || entity === 'tag') {
    const id = names(key) ?? NOWHERE;
    if (entity === 'tag' && id === FixedName.runName) {
      return compare("nullif(r.name, '')", clause);
    }
    const table = entity === 'tag' ? 'tags' : 'params';
    if (operator === 'IS NULL' || operator === 'IS NOT NULL') {
      return { sql: `${operator === 'IS NULL' ? 'NOT ' : ''}EXISTS (SELECT 1 FROM ${table} p WHERE p.run = r.id AND p.key = ?)`, parameters: [id] };
    }
    const test = compare('p.value', clause);
    return { sql: `EXISTS (SELECT 1 FROM ${table} p WHERE p.run = r.id AND p.key = ? AND ${test.sql})`, parameters: [id, ...test.parameters] };
  }
  return entity === 'dataset' ? datasetCondition(clause) : attributeCondition(clause);
}

function datasetCondition(clause: Clause): Condition {
  if (clause.key === 'context') {
    const test = compare('c.value', clause);
    return { sql: `EXISTS (SELECT 1 FROM run_dataset_tags c WHERE c.run = r.id AND c.key = 'mlflow.data.context' AND ${test.sql})`, parameters: test.parameters };
  }
  const test = compare(`d.${clause.key}`, clause);
  return { sql: `EXISTS (SELECT 1 FROM run_datasets rd JOIN datasets d ON d.id = rd.dataset WHERE rd.run = r.id AND ${test.sql})`, parameters: test.parameters };
}

function attributeCondition(clause: Clause): Condition {
  const { key, operator, value } = clause;
  if (key === 'run_id' && (operator === '=' || operator === '!=')) {
    return { sql: `r.uuid ${operator} ?`, parameters: [runKey(value as string)] };
  }
  if (key === 'run_id' && (operator === 'IN' || operator === 'NOT IN')) {
    return compare('r.uuid', { operator, value: (value as readonly string[]).map((id) => runKey(id)) });
  }
  if (key === 'status' && (operator === '=' || operator === '!=')) {
    return { sql: `r.status ${operator} ?`, parameters: [statusNumber(value as string) ?? NOWHERE] };
  }
  return compare(attributeSql(key), clause);
}

function attributeSql(key: string): string {
  switch (key) {
    case 'run_id': return runIdSql('r.uuid');
    case 'status': return STATUS_SQL;
    case 'run_name': return 'r.name';
    case 'user_id': return 'r.user';
    case 'experiment_id': return 'CAST(r.experiment AS TEXT)';
    case 'start_time': return 'r.start';
    case 'end_time': return 'r.finish';
    default: return `((SELECT e.location FROM experiments e WHERE e.id = r.experiment) || '/' || ${runIdSql('r.uuid')} || '/artifacts')`;
  }
}

interface Order { readonly entity: string; readonly key: string; readonly ascending: boolean }

function orderOf(term: OrderTerm): Order {
  const entity = term.entity === undefined ? 'attribute' : canonicalEntity(term.entity);
  if (entity === undefined || entity === 'dataset') {
    throw invalid(`Invalid entity type '${term.entity ?? ''}' in order_by '${term.text}'. Valid values are ['metric', 'parameter', 'tag', 'attribute']`);
  }
  if (entity !== 'attribute') {
    return { entity, key: term.key, ascending: term.ascending };
  }
  const field = runAttribute(term.key);
  if (typeof field === 'string') {
    throw invalid(`${field} (in order_by '${term.text}')`);
  }
  return { entity, key: field.key, ascending: term.ascending };
}

function rejectRepeated(orders: readonly Order[], texts: readonly string[]): void {
  const seen = new Set(orders.map((order) => `${order.entity}.${order.key}`));
  if (seen.size !== orders.length) {
    throw invalid(`\`order_by\` contains duplicate fields: [${texts.map((text) => `'${text}'`).join(', ')}]`);
  }
}

interface Driver { readonly from: string; readonly condition: Condition; readonly order: string; readonly used: readonly Clause[] }

/**
 * The first order is a metric that the filter bounds: then the index over its values gives the runs in order, and a page is read
 * without looking at the others.
 */
function driver(order: Order, clauses: readonly Clause[], names: NameLookup): Driver | undefined {
  const used = clauses.filter((clause) => clause.entity === 'metric' && clause.key === order.key && clause.operator !== '!=');
  if (order.entity !== 'metric' || used.length === 0) {
    return undefined;
  }
  const tests = used.map((clause): Condition => ({ sql: `m.value ${clause.operator} ?`, parameters: [clause.value] }));
  return {
    from: 'latest_metrics m INDEXED BY latest_by_value CROSS JOIN runs r ON r.id = m.run',
    condition: all([{ sql: 'm.key = ?', parameters: [names(order.key) ?? NOWHERE] }, ...tests]),
    order: `m.value ${order.ascending ? 'ASC' : 'DESC'}`,
    used,
  };
}

function orderSql(orders: readonly Order[], names: NameLookup): { joins: Condition; terms: string[] } {
  const joins: Condition[] = [];
  const terms: string[] = [];
  for (const [index, { entity, key, ascending }] of orders.entries()) {
    const direction = ascending ? 'ASC' : 'DESC';
    if (entity === 'attribute') {
      const sql = attributeSql(key);
      terms.push(...(key === 'end_time' ? [`${sql} IS NULL`] : []), `${sql} ${direction}`);
      continue;
    }
    const id = names(key) ?? NOWHERE;
    if (entity === 'tag' && id === FixedName.runName) {
      terms.push("r.name = ''", `r.name ${direction}`);
      continue;
    }
    const alias = `o${index}`;
    const table = entity === 'metric' ? 'latest_metrics' : entity === 'tag' ? 'tags' : 'params';
    joins.push({ sql: ` LEFT JOIN ${table} ${alias} ON ${alias}.run = r.id AND ${alias}.key = ?`, parameters: [id] });
    // Numbers first, then NaN, then runs without the key, whatever the direction.
    terms.push(entity === 'metric' ? `CASE WHEN ${alias}.run IS NULL THEN 2 WHEN ${alias}.value IS NULL THEN 1 ELSE 0 END` : `${alias}.run IS NULL`, `${alias}.value ${direction}`);
  }
  const hasStart = orders.some((order) => order.entity === 'attribute' && order.key === 'start_time');
  terms.push(hasStart ? 'r.uuid ASC' : TIE);
  return { joins: { sql: joins.map((join) => join.sql).join(''), parameters: joins.flatMap((join) => join.parameters) }, terms };
}
