/** Which names that exist may stand at a place of slipway.yaml. */
import path from 'node:path';
import { EvaluationMetric, type EvaluationMetric as Measured } from '../protocol/projectFile';
import { columnsOf, filesBelow } from './files';
import type { AskNames } from './names';
import { namesAt, textAt, type Tree } from './tree';

export interface ExistingName {
  readonly name: string;
  /** what it is, in a few words */
  readonly what: string;
}

export interface Surroundings {
  readonly tree: Tree;
  /** absolute folder of the file */
  readonly folder: string;
  readonly ask: AskNames;
}

type Look = (around: Surroundings, path: readonly string[]) => Promise<ExistingName[]>;

const TABLES = ['.csv', '.parquet', '.json', '.jsonl'];
const DATA_FILES = [...TABLES, '.tsv', '.pq', '.ndjson', '.arrow', '.feather'];
const measured: readonly Measured[] = EvaluationMetric.anyOf.map((option) => option.const);

/** Names of entries of the map at a path (`*`: any step). */
const keys: readonly (readonly [pattern: string, look: Look])[] = [
  ['metrics', async ({ ask }) => (await ask()).metrics.map((name) => ({ name, what: 'recorded by runs' }))],
  ['data/*/columns', async ({ tree, folder }, [, name]) => columnsIn(folder, textAt(tree, ['data', name ?? '', 'file']))],
  ['gates', async ({ ask }) => models(await ask())],
  ['monitors', async ({ tree }) => namesAt(tree, ['deployments']).map((name) => ({ name, what: 'deployment' }))],
  ['gates/*/metrics', async ({ ask }, [, model]) => {
    const { modelMetrics, metrics } = await ask(model);
    return [
      ...modelMetrics.map((name) => ({ name, what: `recorded by runs of ${model ?? ''}` })),
      ...measured.map((name) => ({ name, what: 'measured on the evaluation data' })),
      ...metrics.map((name) => ({ name, what: 'recorded by runs' })),
    ];
  }],
];

/** Values at a path. */
const values: readonly (readonly [pattern: string, look: Look])[] = [
  ['data/*/file', async ({ folder }) => (await filesBelow(folder, DATA_FILES)).map((name) => ({ name, what: 'file' }))],
  ['train/*/validate/*', async ({ tree }) => namesAt(tree, ['data']).map((name) => ({ name, what: 'schema' }))],
  ['train/*/command', async ({ tree, folder }, [, target]) => (await filesBelow(path.resolve(folder, textAt(tree, ['train', target ?? '', 'folder']) ?? '.'), ['.py'])).map((file) => ({ name: `python ${quotedWord(file)}`, what: 'Python file' }))],
  ['train/*/experiment', async ({ ask }) => (await ask()).experiments.map((name) => ({ name, what: 'experiment' }))],
  ['gates/*/evaluation/data', async ({ folder }) => (await filesBelow(folder, TABLES)).map((name) => ({ name, what: 'file' }))],
  ['gates/*/evaluation/label', columns],
  ['gates/*/evaluation/features/*', columns],
  ['gates/*/slices/*/column', columns],
  ['gates/*/fairness/*/column', columns],
  ['gates/*/champion/alias', async ({ ask }, [, model]) => (await ask()).models.filter(({ name }) => name === model).flatMap(({ aliases }) => aliases.map(({ alias, version }) => ({ name: alias, what: `version ${version} now` })))],
  ['deployments/*/model', async ({ tree, ask }, at) => {
    const { models: known } = await ask();
    const written = textAt(tree, at)?.split(/[@/]/, 1)[0];
    const model = known.find(({ name }) => name === written)?.name ?? (known.length === 1 ? known[0]?.name : undefined);
    const versions = model === undefined ? [] : (await ask(model)).versions.map((version) => ({ name: `${model}/${version}`, what: 'stays at this version' }));
    return [...known.flatMap(({ name, aliases }) => aliases.map(({ alias, version }) => ({ name: `${name}@${alias}`, what: `follows the alias, version ${version} now` }))), ...versions];
  }],
  ['monitors/*/deployment', async ({ tree }) => namesAt(tree, ['deployments']).map((name) => ({ name, what: 'deployment' }))],
  ['monitors/*/schema', async ({ tree }) => namesAt(tree, ['data']).map((name) => ({ name, what: 'schema' }))],
  ['monitors/*/reference', async ({ folder }) => (await filesBelow(folder, DATA_FILES)).map((name) => ({ name, what: 'file' }))],
  ['monitors/*/quality/data', async ({ folder }) => (await filesBelow(folder, DATA_FILES)).map((name) => ({ name, what: 'file' }))],
  ['monitors/*/quality/label', async ({ tree, folder }, [, name]) => columnsIn(folder, textAt(tree, ['monitors', name ?? '', 'quality', 'data']) ?? textAt(tree, ['monitors', name ?? '', 'reference']))],
  ['monitors/*/drift/columns/*', async ({ tree, folder }, [, name]) => columnsIn(folder, textAt(tree, ['monitors', name ?? '', 'reference']))],
  ['retrain/*/monitor', async ({ tree }) => namesAt(tree, ['monitors']).map((name) => ({ name, what: 'monitor' }))],
  ['retrain/*/train', async ({ tree }) => namesAt(tree, ['train']).map((name) => ({ name, what: 'train target' }))],
  ['retrain/*/model', async ({ ask }) => models(await ask())],
];

/** Names for an entry of the map at `at`. */
export async function existingKeys(around: Surroundings, at: readonly string[]): Promise<ExistingName[]> {
  return once(await (lookOf(keys, at)?.(around, at) ?? []));
}

/** Values that exist for the place `at`. */
export async function existingValues(around: Surroundings, at: readonly string[]): Promise<ExistingName[]> {
  return once(await (lookOf(values, at)?.(around, at) ?? []));
}

/** Whether values are offered at a place once something stands there. */
export function offersValues(at: readonly string[]): boolean {
  return lookOf(values, at) !== undefined;
}

function lookOf(table: readonly (readonly [string, Look])[], at: readonly string[]): Look | undefined {
  return table.find(([pattern]) => {
    const steps = pattern.split('/');
    return steps.length === at.length && steps.every((step, index) => step === '*' || step === at[index]);
  })?.[1];
}

async function columns({ tree, folder }: Surroundings, [, model]: readonly string[]): Promise<ExistingName[]> {
  return columnsIn(folder, textAt(tree, ['gates', model ?? '', 'evaluation', 'data']));
}

async function columnsIn(folder: string, data: string | undefined): Promise<ExistingName[]> {
  return data === undefined ? [] : (await columnsOf(path.resolve(folder, data))).map((name) => ({ name, what: `column of ${data}` }));
}

function models({ models: known }: Awaited<ReturnType<AskNames>>): ExistingName[] {
  return known.map(({ name, aliases }) => ({ name, what: aliases.map(({ alias, version }) => `@${alias} v${version}`).join(' · ') || 'registered model' }));
}

function quotedWord(file: string): string {
  return /\s/.test(file) ? `'${file}'` : file;
}

/** The first of each name: it is the most telling one. */
function once(names: readonly ExistingName[]): ExistingName[] {
  const first = new Map<string, ExistingName>();
  names.forEach((one) => { if (!first.has(one.name)) { first.set(one.name, one); } });
  return [...first.values()];
}
