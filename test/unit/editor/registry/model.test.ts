import { deploymentOf } from '../../../builders/deployments';
import { describe, expect, it } from 'vitest';
import type { RunRow } from '../../../../src/protocol/experiments';
import type { Deployment } from '../../../../src/protocol/deployments';
import type { ModelContents } from '../../../../src/protocol/modelContents';
import type { ModelVersionRow } from '../../../../src/protocol/modelOverview';
import { factItem, factsOf, modelItem, versionItem, typeText } from '../../../../src/editor/registry/model';
import { aliasProblem, nameFromFile, nameProblem } from '../../../../src/editor/registry/names';

const NOW = 1_800_000_000_000;

function run(auc: number): RunRow {
  return {
    run_id: 'r', experiment_id: '1', run_name: 'calm-fox-3', status: 'FINISHED', lost: false, lifecycle_stage: 'active', start_time: NOW, end_time: NOW, last_activity: NOW, child_count: 0,
    metrics: [{ key: 'auc', value: auc, step: 0, min: auc, max: auc }], params: [], tags: {},
  };
}

function version(number: string, change: Partial<ModelVersionRow> = {}): ModelVersionRow {
  return { version: number, current_stage: 'None', description: '', creation_timestamp: NOW - 720_000, source: 'models:/m-1', aliases: [], tags: [], model_id: 'm-1', run_id: 'r', run: run(0.9), ...change };
}

const contents: ModelContents = {
  state: 'here', location: 'mlflow-artifacts:/1/models/m-1/artifacts', files: [{ path: 'MLmodel', size: 700 }, { path: 'model.pkl', size: 11_500 }], size: 12_200, flavors: ['sklearn'],
  signature: { inputs: [{ name: 'age', type: 'double', required: true }, { name: 'plan', type: 'string', required: false }], outputs: [{ name: '', type: 'tensor', dtype: 'int64', shape: [-1], required: true }], params: [] },
  input_example: null, requirements: [], python: '3.11.7', pickles: ['model.pkl'], problem: null,
};

const facts = { contents, deployments: [] };
const deployed = (name: string, state: Deployment['state']): Deployment => deploymentOf({ name, state, url: null, arms: [] });

describe('lines of the Models view', () => {
  it('a model says its champion and how many versions it has', () => {
    const row = { name: 'churn', description: '', last_updated_timestamp: NOW, version_count: 9, aliases: [{ alias: 'beta', version: '9' }, { alias: 'champion', version: '7' }], tags: [] };
    expect(modelItem(row)).toMatchObject({ label: 'churn', description: '@champion v7 · 9 versions', spoken: 'Model churn, @champion v7, 9 versions', children: 'collapsed' });
    expect(modelItem({ ...row, aliases: [], version_count: 0 })).toMatchObject({ description: 'no versions', children: 'none' });
  });

  it('a version says its aliases, its number against the champion, its stage and its age', () => {
    const context = { now: NOW, champion: version('7', { run: run(0.8) }), experimentTags: {} };
    expect(versionItem(version('9', { aliases: ['challenger'], current_stage: 'Staging' }), context)).toMatchObject({
      label: 'v9', description: '@challenger  auc 0.9 ▲  Staging  12 min ago', icon: { id: 'verified' }, contextValue: 'version;run;@challenger;',
      spoken: 'Version 9, challenger, auc 0.9, better than the champion, Staging, 12 min ago',
    });
    expect(versionItem(version('7', { aliases: ['champion'], run: run(0.8) }), context)).toMatchObject({ description: '@champion  auc 0.8  12 min ago', icon: { id: 'verified-filled' } });
    expect(versionItem(version('6', { run: run(0.7) }), context).description).toBe('auc 0.7 ▼  12 min ago');
  });

  it('a failed gate stands before the number', () => {
    const context = { now: NOW, champion: undefined, experimentTags: {}, gate: { state: 'failed' as const, failed: ['fairness', 'loss'] } };
    expect(versionItem(version('8'), context)).toMatchObject({ description: '⚠ gate failed: fairness and 1 more  auc 0.9  12 min ago', icon: { id: 'warning' } });
  });

  it('a version from a file, and one whose run is gone, have no number', () => {
    const context = { now: NOW, champion: undefined, experimentTags: {} };
    expect(versionItem(version('1', { run: null, run_id: null }), context)).toMatchObject({ description: '12 min ago', contextValue: 'version;file;' });
    expect(factItem('run', { row: version('1', { run: null, run_id: null }), experiment: undefined }, facts).description).toBe('none: registered from a file');
    expect(factItem('run', { row: version('1', { run: null }), experiment: undefined }, facts).description).toBe('gone: it was deleted for good');
  });

  it('its facts are run, signature and size, stage, deployments and description where there are any', () => {
    const row = version('9', { current_stage: 'Production', description: 'With\nregions' });
    const node = { row, experiment: { name: 'churn', tags: [] } };
    const served = { ...facts, deployments: [deployed('churn-api', 'healthy'), deployed('churn-trial', 'stopped')] };
    expect(factsOf(row, served).map((fact) => factItem(fact, node, served).description)).toEqual([
      'calm-fox-3 · churn', 'age, plan → int64[?]', '12 kB · 2 files · sklearn · holds a pickle', 'Production', 'churn-api · churn-trial, stopped', 'With regions',
    ]);
    expect(factsOf(version('1'), facts)).toEqual(['run', 'signature', 'size']);
    expect(factItem('size', node, { ...facts, contents: { ...contents, state: 'gone', problem: 'Its artifacts have been deleted.' } })).toMatchObject({ description: 'Its artifacts have been deleted.', icon: { id: 'warning' } });
  });

  it('types are said as MLflow and NumPy name them', () => {
    expect(typeText({ name: 'plan', type: 'string', required: false })).toBe('string (optional)');
    expect(typeText({ name: '', type: 'tensor', dtype: 'float32', shape: [-1, 4], required: true })).toBe('float32[?, 4]');
  });
});

describe('names', () => {
  it.each([['', true], ['a/b', true], ['models:x', true], ['..', true], ['x'.repeat(257), true], ['iris', false], ['花 model.v2', false]])('of a model: %s', (text, wrong) => {
    expect(nameProblem(text) !== undefined).toBe(wrong);
  });

  it.each([['', true], ['v3', true], ['Latest', true], ['a b', true], ['champion', false], ['größte-1', false], ['v3-beta', false]])('of an alias: %s', (text, wrong) => {
    expect(aliasProblem(text) !== undefined).toBe(wrong);
  });

  it('of a file', () => {
    expect(nameFromFile('iris-v2.onnx')).toBe('iris-v2');
    expect(nameFromFile('.onnx')).toBe('model');
  });
});
