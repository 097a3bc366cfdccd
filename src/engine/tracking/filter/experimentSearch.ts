/** Compiles a filter and order over experiments. */
import { invalid } from '../../mlflowErrors';
import { all, compare, type Condition } from './conditions';
import { EXPERIMENT_LANGUAGE } from './languages';
import { parseOrderTerm } from './orderBy';
import { type Clause, parseFilter } from './parse';

const COLUMNS: Readonly<Record<string, string>> = {
  name: 'e.name', creation_time: 'e.created', last_update_time: 'e.updated', experiment_id: 'e.id',
};

function condition(clause: Clause): Condition {
  if (clause.entity !== 'tag') {
    return compare(COLUMNS[clause.key] as string, clause);
  }
  const { key, operator } = clause;
  if (operator === 'IS NULL' || operator === 'IS NOT NULL') {
    return { sql: `${operator === 'IS NULL' ? 'NOT ' : ''}EXISTS (SELECT 1 FROM experiment_tags t WHERE t.experiment = e.id AND t.key = ?)`, parameters: [key] };
  }
  const test = compare('t.value', clause);
  return { sql: `EXISTS (SELECT 1 FROM experiment_tags t WHERE t.experiment = e.id AND t.key = ? AND ${test.sql})`, parameters: [key, ...test.parameters] };
}

function orderTerm(text: string): string {
  const term = parseOrderTerm(text);
  const column = COLUMNS[term.key];
  if (column === undefined || (term.entity !== undefined && !/^attr(ibutes?)?$/.test(term.entity))) {
    throw invalid(`Invalid order_by entity '${text}'. Valid keys are ${Object.keys(COLUMNS).map((key) => `'${key}'`).join(', ')}`);
  }
  return `${column} ${term.ascending ? 'ASC' : 'DESC'}`;
}

/**
 * @returns a statement that gives rows of `experiments`; takes the parameters, then LIMIT and OFFSET
 * @throws MlflowError 400 for a filter or an order that is wrong
 */
export function compileExperimentSearch(filter: string | undefined, orderBy: readonly string[], view: 'active' | 'deleted' | 'all'): Condition {
  const clauses = parseFilter(filter, EXPERIMENT_LANGUAGE);
  const visible = view === 'all' ? [] : [{ sql: `e.deleted = ${view === 'deleted' ? 1 : 0}`, parameters: [] }];
  const where = all([...visible, ...clauses.map((clause) => condition(clause))]);
  const terms = orderBy.map((text) => orderTerm(text));
  const order = [...terms, ...(terms.length === 0 ? ['e.created DESC'] : []), 'e.id ASC'].join(', ');
  return { sql: `SELECT e.* FROM experiments e WHERE ${where.sql} ORDER BY ${order} LIMIT ? OFFSET ?`, parameters: where.parameters };
}
