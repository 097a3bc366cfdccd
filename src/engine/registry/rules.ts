/** What may be registered: rules and messages of mlflow/utils/validation.py and of the registry's entities. */
import { invalid } from '../mlflowErrors';
import type { ModelStage } from '../../protocol/registry';
import { shown } from '../requestCheck';
import { checkKey, checkLength } from '../tracking/validation';

export const RegistryLimit = {
  /** the width of upstream's column */
  modelName: 256,
  alias: 255,
  tagKey: 250,
  tagValue: 100_000,
  modelsPerPage: 1_000,
  versionsPerPage: 200_000,
} as const;

/** Registered models and versions with this tag set to "true" are prompts: searches hide them unless asked. */
export const PROMPT_TAG = 'mlflow.prompt.is_prompt';
const PROMPT_TEXT_TAG = 'mlflow.prompt.text';

const STAGES: readonly ModelStage[] = ['None', 'Staging', 'Production', 'Archived'];
export const ACTIVE_STAGES: readonly ModelStage[] = ['Staging', 'Production'];
const ALIAS = /^[\p{L}\p{N}_-]*$/u;

/** @throws INVALID_PARAMETER_VALUE */
export function checkModelName(name: string): void {
  if (name.trim() === '') {
    throw invalid("Missing value for required parameter 'name'.");
  }
  if (/[/:]/.test(name)) {
    throw invalid(`Invalid model name '${name}'. Names cannot contain '/' or ':'.`);
  }
  if (name === '.' || name.startsWith('..')) {
    throw invalid(`Invalid value ${shown(name)} for parameter 'name' supplied: Names may be treated as files in certain cases, and must not resolve to other names when treated as such. This name would resolve to '${name}'`);
  }
  checkLength('name', RegistryLimit.modelName, name);
}

/** @returns the version as a number */
export function versionNumber(version: string): number {
  const number = Number(version);
  if (!/^\s*[+-]?\d+\s*$/.test(version) || !Number.isSafeInteger(number)) {
    throw invalid(`Parameter 'version' must be an integer, got '${version}'.`);
  }
  return number;
}

/** An alias that is looked up. @throws INVALID_PARAMETER_VALUE */
export function checkAlias(alias: string): void {
  if (alias === '') {
    throw invalid('Registered model alias name cannot be empty.');
  }
  if (!ALIAS.test(alias)) {
    throw invalid(`Invalid alias name: '${alias}'. Names may only contain alphanumerics, underscores (_), and dashes (-).`);
  }
  checkLength('Registered model alias name', RegistryLimit.alias, alias);
}

/** An alias that is set: it must not read as a version, nor as the newest one. @throws INVALID_PARAMETER_VALUE */
export function checkNewAlias(alias: string): void {
  checkAlias(alias);
  if (alias.toLowerCase() === 'latest') {
    throw invalid("'latest' alias name (case insensitive) is reserved.");
  }
  if (/^v\d+$/i.test(alias)) {
    throw invalid(`Version alias name '${alias}' is reserved.`);
  }
}

/** A tag of a registered model or of a version. @throws INVALID_PARAMETER_VALUE */
export function checkRegistryTag(key: string, value: string): void {
  checkKey(key, 'key');
  checkLength('key', RegistryLimit.tagKey, key);
  if (key === PROMPT_TEXT_TAG && value.length > RegistryLimit.tagValue) {
    throw invalid(`Prompt text exceeds max length of ${RegistryLimit.tagValue} characters.`);
  }
  checkLength('value', RegistryLimit.tagValue, value);
}

/** A stage by its name in any case. @throws INVALID_PARAMETER_VALUE */
export function canonicalStage(stage: string): ModelStage {
  const found = STAGES.find((known) => known.toLowerCase() === stage.toLowerCase());
  if (found === undefined) {
    throw invalid(`Invalid Model Version stage: ${stage}. Value must be one of ${STAGES.join(', ')}.`);
  }
  return found;
}
