/** The table of MLflow routes: registered models and their versions (upstream: mlflow/protos/model_registry.proto). */
import * as Type from 'typebox';
import { invalid } from '../mlflowErrors';
import { routeOf, type Route } from '../route';
import { actorOf } from './actor';
import { RegistryLimit } from './rules';
import type { RegistryService } from './service';

const route = routeOf<RegistryService>();

const Name = Type.String();
const Version = Type.String();
const Text = Type.Optional(Type.String());
const Integer = Type.Optional(Type.Integer());
const Texts = Type.Optional(Type.Array(Type.String()));
const Tags = Type.Optional(Type.Array(Type.Object({ key: Type.String(), value: Text })));

/** Tags with their values filled in; of a key that comes twice the last one counts. */
function tagsOf(list: readonly { key: string; value?: string }[] | undefined): { key: string; value: string }[] {
  return [...new Map((list ?? []).map(({ key, value }) => [key, value ?? ''])).entries()].map(([key, value]) => ({ key, value }));
}

function page(value: number | undefined, fallback: number, limit: number): number {
  const size = value ?? fallback;
  if (size < 1) {
    throw invalid(`Invalid value for max_results. It must be a positive integer, but got ${size}`);
  }
  if (size > limit) {
    throw invalid(`Invalid value ${size} for parameter 'max_results' supplied: It must be at most ${limit}.`);
  }
  return size;
}

const MODEL_ROUTES: readonly Route<RegistryService>[] = [
  route('POST', '/registered-models/create', Type.Object({ name: Name, description: Text, tags: Tags }), async (registry, input, request) => (
    { registered_model: await registry.create(input.name, input.description ?? '', tagsOf(input.tags), actorOf(request)) }
  )),
  route('GET', '/registered-models/get', Type.Object({ name: Name }), (registry, input) => ({ registered_model: registry.get(input.name) })),
  route('POST', '/registered-models/rename', Type.Object({ name: Name, new_name: Type.String() }), async (registry, input, request) => (
    { registered_model: await registry.rename(input.name, input.new_name, actorOf(request)) }
  )),
  route('PATCH', '/registered-models/update', Type.Object({ name: Name, description: Text }), async (registry, input) => (
    { registered_model: await registry.describe(input.name, input.description ?? '') }
  )),
  route('DELETE', '/registered-models/delete', Type.Object({ name: Name }), (registry, input, request) => registry.delete(input.name, actorOf(request))),
  route('GET', '/registered-models/search', Type.Object({ filter: Text, max_results: Integer, order_by: Texts, page_token: Text }), (registry, input) => (
    registry.search({ filter: input.filter, orderBy: input.order_by, maxResults: page(input.max_results, 100, RegistryLimit.modelsPerPage), pageToken: input.page_token })
  )),
  route(['POST', 'GET'], '/registered-models/get-latest-versions', Type.Object({ name: Name, stages: Texts }), (registry, input) => registry.latestVersions(input.name, input.stages ?? [])),
  route('POST', '/registered-models/set-tag', Type.Object({ name: Name, key: Type.String(), value: Text }), (registry, input) => registry.setTag(input.name, input.key, input.value ?? '')),
  route('DELETE', '/registered-models/delete-tag', Type.Object({ name: Name, key: Type.String() }), (registry, input) => registry.deleteTag(input.name, input.key)),
  route('POST', '/registered-models/alias', Type.Object({ name: Name, alias: Type.String(), version: Version }), async (registry, input, request) => {
    await registry.aliases.set(input.name, input.alias, input.version, actorOf(request));
  }),
  route('DELETE', '/registered-models/alias', Type.Object({ name: Name, alias: Type.String() }), (registry, input, request) => registry.aliases.delete(input.name, input.alias, actorOf(request))),
  route('GET', '/registered-models/alias', Type.Object({ name: Name, alias: Type.String() }), (registry, input) => ({ model_version: registry.aliases.version(input.name, input.alias) })),
];

const VERSION_ROUTES: readonly Route<RegistryService>[] = [
  route('POST', '/model-versions/create', Type.Object({
    name: Name, source: Type.String(), run_id: Text, run_link: Text, description: Text, model_id: Text, tags: Tags,
  }), async (registry, input, request) => ({
    model_version: await registry.versions.create({
      name: input.name, source: input.source, runId: input.run_id, runLink: input.run_link ?? '', description: input.description ?? '', modelId: input.model_id, tags: tagsOf(input.tags),
    }, actorOf(request)),
  })),
  route('GET', '/model-versions/get', Type.Object({ name: Name, version: Version }), (registry, input) => ({ model_version: registry.versions.get(input.name, input.version) })),
  route('PATCH', '/model-versions/update', Type.Object({ name: Name, version: Version, description: Text }), async (registry, input) => (
    { model_version: await registry.versions.describe(input.name, input.version, input.description) }
  )),
  route('DELETE', '/model-versions/delete', Type.Object({ name: Name, version: Version }), (registry, input, request) => registry.versions.delete(input.name, input.version, actorOf(request))),
  route('GET', '/model-versions/search', Type.Object({ filter: Text, max_results: Integer, order_by: Texts, page_token: Text }), (registry, input) => (
    registry.versions.search({ filter: input.filter, orderBy: input.order_by, maxResults: page(input.max_results, 10_000, RegistryLimit.versionsPerPage), pageToken: input.page_token })
  )),
  route('GET', '/model-versions/get-download-uri', Type.Object({ name: Text, version: Text }), (registry, input) => (
    { artifact_uri: registry.versions.location(input.name ?? '', input.version ?? '') }
  )),
  route('POST', '/model-versions/transition-stage', Type.Object({ name: Name, version: Version, stage: Type.String(), archive_existing_versions: Type.Optional(Type.Boolean()) }), async (registry, input, request) => (
    { model_version: await registry.versions.moveStage(input.name, input.version, input.stage, input.archive_existing_versions === true, actorOf(request)) }
  )),
  route('POST', '/model-versions/set-tag', Type.Object({ name: Name, version: Version, key: Type.String(), value: Text }), (registry, input) => (
    registry.versions.setTag(input.name, input.version, input.key, input.value ?? '')
  )),
  route('DELETE', '/model-versions/delete-tag', Type.Object({ name: Name, version: Version, key: Type.String() }), (registry, input) => (
    registry.versions.deleteTag(input.name, input.version, input.key)
  )),
];

export const REGISTRY_ROUTES: readonly Route<RegistryService>[] = [...MODEL_ROUTES, ...VERSION_ROUTES];
