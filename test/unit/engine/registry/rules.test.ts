import { expect, test } from 'vitest';
import { parseModelPath } from '../../../../src/engine/registry/modelUri';
import { canonicalStage, checkModelName, checkNewAlias, checkRegistryTag, versionNumber } from '../../../../src/engine/registry/rules';
import { compileRegisteredModelSearch, compileVersionSearch } from '../../../../src/engine/registry/search';
import { checkSource, type SourceOwner } from '../../../../src/engine/registry/source';

test.each(['iris', 'iris v2', 'Modell äöü', '精度', 'a.b', 'x'.repeat(256)])('a model may be called %s', (name) => {
  expect(() => checkModelName(name)).not.toThrow();
});

test.each<[string, RegExp]>([
  ['', /^Missing value for required parameter 'name'\.$/],
  ['  ', /^Missing value/],
  ['a/b', /^Invalid model name 'a\/b'\. Names cannot contain '\/' or ':'\.$/],
  ['a:b', /Names cannot contain/],
  ['..', /must not resolve to other names.*'\.\.'$/],
  ['.', /must not resolve/],
  ['x'.repeat(257), /^'name' exceeds the maximum length of 256 characters$/],
])('a model may not be called %s', (name, message) => {
  expect(() => checkModelName(name)).toThrow(message);
});

test.each<[string, RegExp]>([
  ['', /cannot be empty/],
  ['a b', /^Invalid alias name: 'a b'\. Names may only contain alphanumerics, underscores \(_\), and dashes \(-\)\.$/],
  ['a/b', /Invalid alias name/],
  ['LATEST', /^'latest' alias name \(case insensitive\) is reserved\.$/],
  ['v9', /^Version alias name 'v9' is reserved\.$/],
  ['V12', /is reserved/],
  ['a'.repeat(256), /'Registered model alias name' exceeds the maximum length of 255 characters/],
])('an alias may not be called %s', (alias, message) => {
  expect(() => checkNewAlias(alias)).toThrow(message);
});

test.each(['champion', '9', 'v9a', 'prod-eu_2', 'größter', 'a'.repeat(255)])('an alias may be called %s', (alias) => {
  expect(() => checkNewAlias(alias)).not.toThrow();
});

test('stages are known in any case', () => {
  expect(['none', 'STAGING', 'Production', 'archived'].map(canonicalStage)).toEqual(['None', 'Staging', 'Production', 'Archived']);
  expect(() => canonicalStage('champion')).toThrow('Invalid Model Version stage: champion. Value must be one of None, Staging, Production, Archived.');
});

test('versions are whole numbers', () => {
  expect(['1', ' 3 ', '+4', '007'].map(versionNumber)).toEqual([1, 3, 4, 7]);
  for (const wrong of ['', 'x', '1.5', '1e3', '0x1', 'v1']) {
    expect(() => versionNumber(wrong)).toThrow(`Parameter 'version' must be an integer, got '${wrong}'.`);
  }
});

test('tags have limits', () => {
  expect(() => checkRegistryTag('k'.repeat(250), 'v'.repeat(100_000))).not.toThrow();
  expect(() => checkRegistryTag('k'.repeat(251), '')).toThrow("'key' exceeds the maximum length of 250 characters");
  expect(() => checkRegistryTag('k', 'v'.repeat(100_001))).toThrow("'value' exceeds the maximum length of 100000 characters");
  expect(() => checkRegistryTag('mlflow.prompt.text', 'v'.repeat(100_001))).toThrow('Prompt text exceeds max length of 100000 characters.');
  expect(() => checkRegistryTag('../k', '')).toThrow("This name would resolve to '../k'");
});

test.each([
  ['/iris/3', { kind: 'version', name: 'iris', version: '3' }],
  ['/iris/Latest', { kind: 'latest', name: 'iris' }],
  ['/iris/Staging', { kind: 'stage', name: 'iris', stage: 'Staging' }],
  ['/iris@champion', { kind: 'alias', name: 'iris', alias: 'champion' }],
  ['/a@b@c', { kind: 'alias', name: 'a@b', alias: 'c' }],
  ['/m-0123', { kind: 'logged', modelId: 'm-0123' }],
  ['/iris/', undefined],
  ['/iris/3/x', undefined],
  ['/iris@', undefined],
  ['iris/3', undefined],
  ['/', undefined],
])('models:%s', (path, expected) => {
  expect(parseModelPath(path)).toEqual(expected);
});

const ROOTS: Readonly<Record<string, string>> = { r1: 'mlflow-artifacts:/0/r1/artifacts', local: '/tmp/store/local/artifacts', 'm-1': 'mlflow-artifacts:/0/models/m-1/artifacts' };

function owner(parameter: SourceOwner['parameter'], id: string): SourceOwner {
  return { parameter, id, root: () => ROOTS[id] };
}

test.each<[string, SourceOwner]>([
  ['mlflow-artifacts:/0/r1/artifacts/model', owner('run_id', 'r1')],
  ['mlflow-artifacts:/0/r1/artifacts', owner('run_id', 'r1')],
  ['mlflow-artifacts:/0/r1/artifacts/mod%20el', owner('run_id', 'r1')],
  ['runs:/r1/model', owner('run_id', 'r1')],
  ['/tmp/store/local/artifacts/model', owner('run_id', 'local')],
  ['file:///tmp/store/local/artifacts/model', owner('run_id', 'local')],
  ['models:/m-1', owner('model_id', 'm-1')],
  ['mlflow-artifacts:/0/models/m-1/artifacts', owner('model_id', 'm-1')],
  ['s3://bucket/model', owner('run_id', '')],
  ['dbfs:/models/x', owner('run_id', 'r1')],
])('a version may be made from %s', async (source, of) => {
  await expect(checkSource(source, of)).resolves.toBeUndefined();
});

test.each<[string, SourceOwner, RegExp]>([
  ['/etc/passwd', owner('run_id', ''), /To use a local path as a model version source, the run_id request parameter has to be specified/],
  ['/etc/passwd', owner('run_id', 'r1'), /To use a local path/],
  ['/etc/passwd', owner('run_id', 'local'), /To use a local path/],
  ['/tmp/store/local/artifacts/../../../../etc', owner('run_id', 'local'), /To use a local path/],
  ['/tmp/store/local/artifacts2', owner('run_id', 'local'), /To use a local path/],
  ['relative/path', owner('run_id', 'local'), /To use a local path/],
  ['file:///tmp/x', owner('run_id', 'gone'), /The run_id request parameter must identify/],
  ['mlflow-artifacts:/0/r2/artifacts/model', owner('run_id', 'r1'), /The run_id request parameter must identify/],
  ['mlflow-artifacts:/0/r1/artifacts-of-others', owner('run_id', 'r1'), /must identify/],
  ['mlflow-artifacts://elsewhere/0/r1/artifacts/model', owner('run_id', 'r1'), /must identify/],
  ['mlflow-artifacts:/0/r1/artifacts/..%2f..%2fr2', owner('run_id', 'r1'), /without relative path references/],
  ['mlflow-artifacts:/0/r1/artifacts/%252e%252e/%zz', owner('run_id', 'r1'), /without relative path references/],
  ['mlflow-artifacts:/0/r1/artifacts/%00', owner('run_id', 'r1'), /without relative path references/],
  ['http://127.0.0.1:5000/api/2.0/mlflow-artifacts/artifacts/0/r1/artifacts', owner('run_id', 'r1'), /must identify/],
  ['s3://bucket', owner('run_id', ''), /without relative path references/],
  ['runs:/r2/model', owner('run_id', 'r1'), /The run_id request parameter must identify/],
  ['runs:/r1', owner('run_id', 'r1'), /^Not a proper runs:\/ URI/],
  ['runs://profile@host/r1/model', owner('run_id', 'r1'), /must identify/],
  ['runs:/r1/model', owner('model_id', 'm-1'), /The model_id request parameter must identify/],
  ['models:/m-1', owner('run_id', 'r1'), /The model_id request parameter must identify/],
  ['models:/m-2', owner('model_id', 'm-1'), /The model_id request parameter must identify/],
])('no version is made from %s', async (source, of, message) => {
  await expect(checkSource(source, of)).rejects.toThrow(message);
});

test('searches hide prompts unless they are asked for, and order by what is asked', () => {
  expect(compileRegisteredModelSearch('', []).sql).toMatch(/NOT EXISTS .* ORDER BY m\.name ASC LIMIT/);
  expect(compileRegisteredModelSearch("tags.`mlflow.prompt.is_prompt` = 'true'", ['timestamp DESC']).sql).toMatch(/WHERE EXISTS .* ORDER BY m\.updated DESC, m\.name ASC LIMIT/);
  expect(compileRegisteredModelSearch("tags.`mlflow.prompt.is_prompt` != 'true' AND name = 'a'", []).parameters).toEqual(['mlflow.prompt.is_prompt', 'a']);
  expect(compileVersionSearch('', []).sql).toMatch(/ORDER BY v\.updated DESC, m\.name ASC, v\.version DESC LIMIT/);
  expect(compileVersionSearch("name = 'a' AND version_number > 3", ['version_number ASC']).sql).toMatch(/m\.name = \? AND v\.version > \? ORDER BY v\.version ASC, m\.name ASC LIMIT/);
});

test('a version may be written as number or text, a tag that is called the same is a text', () => {
  for (const filter of ['version_number = 12', "version_number = '12'", 'attribute.version_number = "12"']) {
    expect(compileVersionSearch(filter, []).parameters.at(-1), filter).toBe(12);
  }
  expect(compileVersionSearch("tags.version_number = '12'", []).parameters.at(-1)).toBe('12');
  expect(() => compileVersionSearch("version_number = 'x'", [])).toThrow(/Expected numeric value type for numeric attribute: version_number/);
});

test.each<[() => unknown, RegExp]>([
  [() => compileRegisteredModelSearch("creation = '1'", []), /Invalid attribute key 'creation' specified\. Valid keys are '\{'name'\}'/],
  [() => compileRegisteredModelSearch("metrics.a > 1", []), /Invalid entity type 'metrics'\. Valid entity types are \('attribute', 'tag', 'tags'\)/],
  [() => compileRegisteredModelSearch('', ['name', 'name DESC']), /`order_by` contains duplicate fields: \['name', 'name DESC'\]/],
  [() => compileRegisteredModelSearch('', ['constructor']), /Invalid order by key 'constructor'/],
  [() => compileVersionSearch("source_path IN ('a')", []), /Only \['name', 'run_id'\] attributes support comparison with a list/],
  [() => compileVersionSearch("tags.a IN ('x')", []), /Only \['name', 'run_id'\]/],
  [() => compileVersionSearch('', ['run_id']), /Invalid order by key 'run_id'/],
])('what no search understands is refused: %#', (compile, message) => {
  expect(compile).toThrow(message);
});
