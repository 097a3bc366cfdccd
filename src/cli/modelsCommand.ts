/** `slipway models`: registered models and their versions. */
import type { Command } from 'commander';
import type { EngineClient } from '../connection/engineClient';
import type { ModelVersion, RegisteredModel } from '../protocol/registry';
import { formatAge } from '../wording/formatTime';
import { textTable } from '../wording/textTable';
import { common, hasStore, print, printJson, progress, withEngine, type CommonOptions } from './session';

interface Listed { readonly model: RegisteredModel; readonly versions: readonly ModelVersion[] }

/** Adds the command to the program. */
export function addModelsCommand(program: Command): void {
  common(program.command('models'))
    .description('list registered models, their versions and aliases')
    .action(async (options: CommonOptions) => {
      const listed = hasStore(options) ? await withEngine(options, (client) => collect(client)) : [];
      if (options.json === true) {
        printJson(listed.map(modelDocument));
      } else if (listed.length === 0) {
        progress('No models yet. mlflow.register_model, or registered_model_name= where a model is logged, makes one.');
      } else {
        print(modelsTable(listed, Date.now()));
      }
    });
}

async function collect(client: EngineClient): Promise<Listed[]> {
  const models: RegisteredModel[] = [];
  for (let token: string | undefined, more = true; more;) {
    const page = await client.registry.models({ max_results: 1000, ...(token === undefined ? {} : { page_token: token }) });
    models.push(...page.models);
    token = page.nextPageToken;
    more = token !== undefined;
  }
  const byName = new Map<string, ModelVersion[]>(models.map(({ name }) => [name, []]));
  for (let token: string | undefined, more = true; more;) {
    const page = await client.registry.versions({ max_results: 10_000, order_by: ['version_number DESC'], ...(token === undefined ? {} : { page_token: token }) });
    for (const version of page.versions) {
      byName.get(version.name)?.push(version);
    }
    token = page.nextPageToken;
    more = token !== undefined;
  }
  return models.map((model) => ({ model, versions: (byName.get(model.name) ?? []).toSorted((a, b) => Number(b.version) - Number(a.version)) }));
}

function aliasesOf({ model }: Listed, version: ModelVersion): string[] {
  return (model.aliases ?? []).filter((one) => one.version === version.version).map(({ alias }) => alias);
}

/** The documented JSON of a model. */
export function modelDocument(listed: Listed): object {
  const { model, versions } = listed;
  return {
    name: model.name, description: model.description ?? '', aliases: Object.fromEntries((model.aliases ?? []).map(({ alias, version }) => [alias, version])),
    versions: versions.map((version) => ({
      version: version.version, aliases: aliasesOf(listed, version), stage: version.current_stage, run_id: version.run_id, source: version.source,
      created_at: version.creation_timestamp, description: version.description ?? '',
    })),
  };
}

/** One line per version, newest first. */
export function modelsTable(listed: readonly Listed[], now: number): string {
  const rows = listed.flatMap((one) => (one.versions.length === 0 ? [[one.model.name, '', '', '', '', '']] : one.versions.map((version) => [
    `${one.model.name}/${version.version}`, aliasesOf(one, version).join(', '), version.current_stage === 'None' ? '' : version.current_stage, formatAge(version.creation_timestamp, now), version.run_id.slice(0, 8), version.description ?? '',
  ])));
  return textTable([['VERSION', 'ALIASES', 'STAGE', 'MADE', 'RUN', 'DESCRIPTION'], ...rows], { align: ['left', 'left', 'left', 'left', 'left', 'left'], widest: 40 }).join('\n');
}
