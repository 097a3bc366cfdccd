/** Reads everything that the head and the first tab of the model panel show. */
import type { EngineClient } from '../../connection/engineClient';
import { absent } from '../../connection/engineError';
import { Alias } from '../../protocol/aliases';
import { headlineMetric } from '../../protocol/direction';
import type { Run } from '../../protocol/mlflow';
import type { VersionNumbers, VersionView } from '../../protocol/panels/modelPanel';
import type { ModelVersion } from '../../protocol/registry';
import { tagRecord } from '../../protocol/runTags';

/** Versions that the chooser lists. */
const LISTED = 200;

/** @throws EngineError RESOURCE_DOES_NOT_EXIST when the version is gone */
export async function readVersionView(client: EngineClient, name: string, number: string, signal?: AbortSignal): Promise<VersionView> {
  const { registry } = client;
  const version = await registry.version(name, number, signal);
  const [model, page] = await Promise.all([registry.model(name, signal), registry.versionRows({ name, max_results: LISTED }, signal)]);
  const run = await runOf(client, version, signal);
  const experiment = run === undefined ? undefined : await client.experiment(run.info.experiment_id, signal);
  const tags = tagRecord(experiment?.tags ?? []);
  const aliases = model.aliases ?? [];
  const listed = page.versions.map((row) => ({ version: row.version, aliases: row.aliases, creation_timestamp: row.creation_timestamp }));
  const own = { version: number, aliases: version.aliases ?? [], creation_timestamp: version.creation_timestamp };
  return {
    name, version: number, stage: version.current_stage, description: version.description ?? '', creation_timestamp: version.creation_timestamp, source: version.source,
    aliases: version.aliases ?? [], tags: version.tags ?? [], run_id: version.run_id, numbers: run === undefined ? null : numbersOf(run),
    experiment: experiment === undefined ? null : { experiment_id: experiment.experiment_id, name: experiment.name, tags },
    headlines: headlinesOf(run, tags), model: { description: model.description ?? '', aliases },
    versions: listed.some((one) => one.version === number) ? listed : [...listed, own],
    champion: await championOf(client, name, number, aliases, signal),
  };
}

async function championOf(client: EngineClient, name: string, number: string, aliases: readonly { readonly alias: string; readonly version: string }[], signal: AbortSignal | undefined): Promise<VersionView['champion']> {
  const holder = aliases.find(({ alias }) => alias === Alias.champion)?.version;
  if (holder === undefined || holder === number) {
    return null;
  }
  const run = await runOf(client, await client.registry.version(name, holder, signal), signal);
  return { version: holder, numbers: run === undefined ? null : numbersOf(run) };
}

async function runOf(client: EngineClient, version: ModelVersion, signal: AbortSignal | undefined): Promise<Run | undefined> {
  return version.run_id === '' ? undefined : client.run(version.run_id, signal).catch(absent);
}

function numbersOf({ info, data }: Run): VersionNumbers {
  return { run_id: info.run_id, run_name: info.run_name, deleted: info.lifecycle_stage === 'deleted', metrics: (data.metrics ?? []).filter(({ key }) => !key.startsWith('system/')), params: data.params ?? [] };
}

/** The metric that a list of runs is read by, then the others as they were recorded. */
function headlinesOf(run: Run | undefined, experimentTags: Readonly<Record<string, string>>): string[] {
  const keys = (run?.data.metrics ?? []).map(({ key }) => key).filter((key) => !key.startsWith('system/'));
  const first = headlineMetric(keys, experimentTags);
  return first === undefined ? [] : [first, ...keys.filter((key) => key !== first)];
}
