/** Compiles searches over registered models and their versions. */
import { invalid } from '../mlflowErrors';
import { all, compare, type Condition } from '../tracking/filter/conditions';
import { parseOrderTerm } from '../tracking/filter/orderBy';
import { type Clause, parseFilter } from '../tracking/filter/parse';
import { tokenize } from '../tracking/filter/tokens';
import { MODEL_VERSION_LANGUAGE, REGISTERED_MODEL_LANGUAGE } from './languages';
import { PROMPT_TAG } from './rules';
import { VERSION_SQL } from './versionStore';

interface Target {
  readonly columns: Readonly<Record<string, string>>;
  /** keys of `order_by`, each with its column */
  readonly orders: Readonly<Record<string, string>>;
  /** appended where `order_by` does not name their column */
  readonly tieBreaks: readonly string[];
  /** FROM and WHERE of a look for the tags of the row, alias t */
  readonly tags: string;
  /** the same for tags of any row under the same name */
  readonly tagsOfName: string;
}

const MODELS: Target = {
  columns: { name: 'm.name' },
  orders: { name: 'm.name', timestamp: 'm.updated', last_updated_timestamp: 'm.updated' },
  tieBreaks: ['m.name ASC'],
  tags: 'registered_model_tags t WHERE t.model = m.id',
  tagsOfName: 'registered_model_tags t WHERE t.model = m.id',
};
const VERSIONS: Target = {
  columns: { name: 'm.name', version_number: 'v.version', run_id: 'v.run_id', source_path: 'v.source' },
  orders: { name: 'm.name', version_number: 'v.version', creation_timestamp: 'v.created', last_updated_timestamp: 'v.updated' },
  tieBreaks: ['m.name ASC', 'v.version DESC'],
  tags: 'model_version_tags t WHERE t.model = v.model AND t.version = v.version',
  tagsOfName: 'model_version_tags t WHERE t.model = v.model',
};

function condition(clause: Clause, target: Target): Condition {
  if (clause.entity !== 'tag') {
    return compare(target.columns[clause.key] as string, clause);
  }
  const test = compare('t.value', clause);
  return { sql: `EXISTS (SELECT 1 FROM ${target.tags} AND t.key = ? AND ${test.sql})`, parameters: [clause.key, ...test.parameters] };
}

function isPromptClause(clause: Clause): boolean {
  return clause.entity === 'tag' && clause.key === PROMPT_TAG;
}

/** Prompts are registered models too; a search finds them only where its filter asks for them. */
function asksForPrompts(clauses: readonly Clause[]): boolean {
  const clause = clauses.find(isPromptClause);
  const value = typeof clause?.value === 'string' ? clause.value.toLowerCase() : '';
  return (clause?.operator === '=' && value === 'true') || (clause?.operator === '!=' && value === 'false');
}

function conditions(clauses: readonly Clause[], target: Target): Condition[] {
  if (asksForPrompts(clauses)) {
    return clauses.map((clause) => condition(clause, target));
  }
  return [
    { sql: `NOT EXISTS (SELECT 1 FROM ${target.tagsOfName} AND t.key = ? AND t.value = 'true')`, parameters: [PROMPT_TAG] },
    ...clauses.filter((clause) => !isPromptClause(clause)).map((clause) => condition(clause, target)),
  ];
}

function order(orderBy: readonly string[], target: Target): string {
  const columns = new Set<string>();
  const terms = orderBy.map((text) => {
    const term = parseOrderTerm(text);
    const attribute = term.entity === undefined || /^attr(ibutes?)?$/.test(term.entity);
    const column = attribute && Object.hasOwn(target.orders, term.key) ? target.orders[term.key] : undefined;
    if (column === undefined) {
      throw invalid(`Invalid order by key '${term.entity === undefined ? '' : `${term.entity}.`}${term.key}' specified. Valid keys are ${Object.keys(target.orders).map((key) => `'${key}'`).join(', ')}`);
    }
    if (columns.has(column)) {
      throw invalid(`\`order_by\` contains duplicate fields: [${orderBy.map((one) => `'${one}'`).join(', ')}]`);
    }
    columns.add(column);
    return `${column} ${term.ascending ? 'ASC' : 'DESC'}`;
  });
  return [...terms, ...target.tieBreaks.filter((tie) => !columns.has(tie.slice(0, tie.indexOf(' '))))].join(', ');
}

/** Versions are texts in answers, so filters compare `version_number` with texts too, as upstream lets them: quotes of numbers are taken off. */
function plainVersions(filter: string): string {
  const tokens = tokenize(filter, 'filter');
  return tokens.reduceRight((text, token, index) => {
    const quotedNumber = token.kind === 'quoted' && /^[+-]?\d+$/.test(token.text) && tokens[index - 1]?.kind === 'operator';
    const ofAttribute = tokens[index - 3]?.kind !== 'dot' || tokens[index - 4]?.text === 'attribute';
    return quotedNumber && ofAttribute && tokens[index - 2]?.text === 'version_number' ? text.slice(0, token.at) + token.text + text.slice(token.end) : text;
  }, filter);
}

/**
 * @returns a statement that gives rows of `registered_models`; takes the parameters, then LIMIT and OFFSET
 * @throws MlflowError 400 for a filter or an order that is wrong
 */
export function compileRegisteredModelSearch(filter: string | undefined, orderBy: readonly string[]): Condition {
  const where = all(conditions(parseFilter(filter, REGISTERED_MODEL_LANGUAGE), MODELS));
  return { sql: `SELECT m.* FROM registered_models m WHERE ${where.sql} ORDER BY ${order(orderBy, MODELS)} LIMIT ? OFFSET ?`, parameters: where.parameters };
}

/**
 * @returns a statement that gives rows of versions; takes the parameters, then LIMIT and OFFSET
 * @throws MlflowError 400 for a filter or an order that is wrong
 */
export function compileVersionSearch(filter: string | undefined, orderBy: readonly string[]): Condition {
  const where = all([{ sql: 'v.deleted IS NULL', parameters: [] }, ...conditions(parseFilter(plainVersions(filter ?? ''), MODEL_VERSION_LANGUAGE), VERSIONS)]);
  const sorted = order(orderBy.length === 0 ? ['last_updated_timestamp DESC'] : orderBy, VERSIONS);
  return { sql: `${VERSION_SQL} WHERE ${where.sql} ORDER BY ${sorted} LIMIT ? OFFSET ?`, parameters: where.parameters };
}
