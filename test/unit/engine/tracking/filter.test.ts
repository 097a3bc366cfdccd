import { expect, test } from 'vitest';
import { EXPERIMENT_LANGUAGE, MODEL_LANGUAGE, RUN_LANGUAGE } from '../../../../src/engine/tracking/filter/languages';
import { parseOrderTerm } from '../../../../src/engine/tracking/filter/orderBy';
import { type Clause, parseFilter } from '../../../../src/engine/tracking/filter/parse';
import { compileRunSearch } from '../../../../src/engine/tracking/filter/runSearch';

function clause(entity: string, key: string, operator: Clause['operator'], value?: Clause['value']): Clause {
  return { entity, key, operator, value };
}

test.each<[string, Clause[]]>([
  ['', []],
  ['   ', []],
  ['metrics.acc > 0.5', [clause('metric', 'acc', '>', 0.5)]],
  ['metric.acc>=-1.5e-3', [clause('metric', 'acc', '>=', -0.0015)]],
  ['metrics.`val/f1 @5` < .5', [clause('metric', 'val/f1 @5', '<', 0.5)]],
  ['metrics."a b" <> 3', [clause('metric', 'a b', '!=', 3)]],
  ['metrics.0_loss == 1', [clause('metric', '0_loss', '=', 1)]],
  ['metrics.损失 != 1', [clause('metric', '损失', '!=', 1)]],
  ['metrics.val-loss < 2', [clause('metric', 'val-loss', '<', 2)]],
  ["params.model.depth = '3'", [clause('parameter', 'model.depth', '=', '3')]],
  ['param.x LIKE "a%" and parameters.y ilike \'B_\'', [clause('parameter', 'x', 'LIKE', 'a%'), clause('parameter', 'y', 'ILIKE', 'B_')]],
  ["tags.mlflow.source.name = 'it''s'", [clause('tag', 'mlflow.source.name', '=', "it's")]],
  ['tag.x IS NULL AND tags.y is not null', [clause('tag', 'x', 'IS NULL'), clause('tag', 'y', 'IS NOT NULL')]],
  ["status = 'RUNNING'", [clause('attribute', 'status', '=', 'RUNNING')]],
  ["attributes.run_id IN ('a', \"b\")", [clause('attribute', 'run_id', 'IN', ['a', 'b'])]],
  ["run.run_id not in ('a')", [clause('attribute', 'run_id', 'NOT IN', ['a'])]],
  ['attr.Created <= 12', [clause('attribute', 'start_time', '<=', 12)]],
  ["`Run Name` = 'x'", [clause('attribute', 'run_name', '=', 'x')]],
  ["datasets.digest IN ('d1', 'd2') AND dataset.name LIKE 'n%'", [clause('dataset', 'digest', 'IN', ['d1', 'd2']), clause('dataset', 'name', 'LIKE', 'n%')]],
])('runs: %s', (text, expected) => {
  expect(parseFilter(text, RUN_LANGUAGE)).toEqual(expected);
});

test.each<[string, RegExp]>([
  ['metrics.acc > 0.5 OR metrics.b > 1', /OR is not part of the language.*position 19/],
  ["metrics.acc > 'x'", /Expected numeric value type for metric\. Found 'x'.*position 15/],
  ['metrics.acc LIKE 1', /Invalid comparator 'LIKE' not one of '>', '>='.*position 13/],
  ['params.lr = 0.1', /Expected a quoted string value for parameter.*position 13/],
  ["params.lr = `x`", /Expected a quoted string value/],
  ["params.lr > '1'", /Invalid comparator '>'/],
  ["foo.bar = 'x'", /Invalid entity type 'foo'\. Valid values are \['metric', 'parameter', 'tag', 'attribute', 'dataset'\].*position 1/],
  ["loss < 1", /Invalid attribute key 'loss' specified.*metrics\.loss/],
  ["dataset.size = '1'", /Invalid dataset key 'size' specified\. Valid keys are \['name', 'digest', 'context'\]/],
  ["run_name IN ('x')", /Only \['run_id'\] attributes support comparison with a list/],
  ["run_id IN ('x', 1)", /While parsing a list in the query/],
  ["run_id IN 'x'", /Expected a list of quoted string values in parentheses/],
  ["run_id IN ('x'", /Expected ',' or '\)' in the list/],
  ['metrics.x IS NULL', /only supported for tags and params, not for 'metric' 'x'/],
  ['metrics.x >', /Found the end.*position 12/],
  ['metrics.', /Expected a key after the dot/],
  ['> 3', /Expected 'Identifier' found '>'/],
  ['(metrics.x > 1)', /Expected 'Identifier' found '\('/],
  ['metrics.x > 1 AND', /Expected 'Identifier' found the end.*position 18/],
  ['metrics.x > 1, metrics.y > 2', /expected AND or the end/],
  ["tags.a = 'x", /the quote ' is never closed.*position 10/],
  ['metrics.x ~ 3', /'~' can't stand here.*position 11/],
  ['metrics.x IS 3', /Expected a comparison/],
])('runs: %s is refused', (text, message) => {
  expect(() => parseFilter(text, RUN_LANGUAGE)).toThrow(message);
});

test('experiments and logged models have keys of their own', () => {
  expect(parseFilter("name ILIKE '%x' AND creation_time > 5 AND tags.k IS NULL", EXPERIMENT_LANGUAGE)).toHaveLength(3);
  expect(() => parseFilter('metrics.acc > 1', EXPERIMENT_LANGUAGE)).toThrow(/Valid values are \['tag', 'attribute'\]/);
  expect(parseFilter("name IN ('a') AND metrics.f1 > 0.5 AND creation_timestamp < 9 AND params.p LIKE 'x'", MODEL_LANGUAGE).map(({ key }) => key)).toEqual(['name', 'f1', 'created', 'p']);
  expect(() => parseFilter("colour = 'x'", MODEL_LANGUAGE)).toThrow(/Invalid attribute key 'colour'/);
});

test.each([
  ['metrics.acc DESC', { entity: 'metrics', key: 'acc', ascending: false }],
  ['start_time', { entity: undefined, key: 'start_time', ascending: true }],
  ['tags.`a b` asc', { entity: 'tags', key: 'a b', ascending: true }],
  ['params.model.depth desc', { entity: 'params', key: 'model.depth', ascending: false }],
  ['`metrics`."x y" DESC', { entity: 'metrics', key: 'x y', ascending: false }],
])('order: %s', (text, expected) => {
  expect(parseOrderTerm(text)).toMatchObject(expected);
});

test.each(['', 'metrics.', 'metrics.acc UP', 'metrics.acc DESC DESC', 'a b c', '.x'])('order: %j is refused', (text) => {
  expect(() => parseOrderTerm(text)).toThrow(/Invalid order_by clause/);
});

test('nothing that a user wrote stands in the SQL', () => {
  const evil = "x'; DROP TABLE runs; --";
  const quoted = evil.replaceAll("'", "''");
  const { page } = compileRunSearch({ filter: `params.\`${evil}\` = '${quoted}' AND run_name LIKE '${quoted}'`, orderBy: [`metrics.\`${evil}\` DESC`] }, { experiments: [1], view: 'active' }, () => 7);
  expect(page.sql).not.toContain('DROP');
  expect(page.parameters).toContain(evil);
});

test('an order by a metric that the filter bounds is read from its index', () => {
  const scope = { experiments: [1], view: 'active' } as const;
  expect(compileRunSearch({ filter: 'metrics.acc > 0.5', orderBy: ['metrics.acc DESC'] }, scope, () => 7).page.sql).toContain('INDEXED BY latest_by_value');
  expect(compileRunSearch({ filter: 'metrics.acc != 0.5', orderBy: ['metrics.acc DESC'] }, scope, () => 7).page.sql).not.toContain('INDEXED BY');
});

test('the same column twice is refused', () => {
  expect(() => compileRunSearch({ orderBy: ['created', 'start_time DESC'] }, { experiments: [1], view: 'all' }, () => 7)).toThrow(/duplicate fields/);
});
