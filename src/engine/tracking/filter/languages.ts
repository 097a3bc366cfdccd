/** The keys of each search: which entities there are, what their keys allow (mlflow/utils/search_utils.py). */
import { type Field, type FilterLanguage, LIST_OPERATORS, NULL_OPERATORS, NUMBER_OPERATORS, TEXT_OPERATORS } from './parse';

const ALIASES: Readonly<Record<string, string>> = {
  metric: 'metric', metrics: 'metric',
  parameter: 'parameter', parameters: 'parameter', param: 'parameter', params: 'parameter',
  tag: 'tag', tags: 'tag',
  attribute: 'attribute', attributes: 'attribute', attr: 'attribute', run: 'attribute',
  dataset: 'dataset', datasets: 'dataset',
};

const RUN_NUMBERS = ['start_time', 'end_time'];
const RUN_TEXTS = ['artifact_uri', 'experiment_id', 'run_id', 'run_name', 'status', 'user_id'];
const RUN_ALIASES: Readonly<Record<string, string>> = { created: 'start_time', Created: 'start_time', 'run name': 'run_name', 'Run name': 'run_name', 'Run Name': 'run_name' };
const DATASET_KEYS = ['name', 'digest', 'context'];

/** @returns the canonical word for an entity, undefined for one that is none */
export function canonicalEntity(word: string): string | undefined {
  return Object.hasOwn(ALIASES, word) ? ALIASES[word] : undefined;
}

function unknownEntity(word: string): string {
  return `Invalid entity type '${word}'. Valid values are ['metric', 'parameter', 'tag', 'attribute', 'dataset']`;
}

function quotedList(words: readonly string[]): string {
  return words.map((word) => `'${word}'`).join(', ');
}

/** Attribute of a run by any of its names. @returns a message for an unknown one */
export function runAttribute(key: string): Field | string {
  const name = RUN_ALIASES[key] ?? key;
  if (RUN_NUMBERS.includes(name)) {
    return { entity: 'attribute', key: name, type: 'number', operators: NUMBER_OPERATORS };
  }
  if (RUN_TEXTS.includes(name)) {
    return { entity: 'attribute', key: name, type: 'text', operators: name === 'run_id' ? [...TEXT_OPERATORS, ...LIST_OPERATORS] : TEXT_OPERATORS };
  }
  return `Invalid attribute key '${key}' specified. Valid keys are [${quotedList([...RUN_TEXTS, ...RUN_NUMBERS, 'created'])}]; metrics, params and tags are written metrics.${key}, params.${key}, tags.${key}`;
}

export const RUN_LANGUAGE: FilterLanguage = {
  lists: "Only ['run_id'] attributes support comparison with a list of quoted string values.",
  resolve(entity, key) {
    const kind = entity === undefined ? 'attribute' : canonicalEntity(entity);
    switch (kind) {
      case 'attribute': return runAttribute(key);
      case 'metric': return { entity: kind, key, type: 'number', operators: NUMBER_OPERATORS };
      case 'parameter':
      case 'tag': return { entity: kind, key, type: 'text', operators: [...TEXT_OPERATORS, ...NULL_OPERATORS] };
      case 'dataset': return DATASET_KEYS.includes(key)
        ? { entity: kind, key, type: 'text', operators: [...TEXT_OPERATORS, ...LIST_OPERATORS] }
        : `Invalid dataset key '${key}' specified. Valid keys are [${quotedList(DATASET_KEYS)}]`;
      default: return unknownEntity(entity ?? '');
    }
  },
};

const EXPERIMENT_NUMBERS = ['creation_time', 'last_update_time'];

export const EXPERIMENT_LANGUAGE: FilterLanguage = {
  resolve(entity, key) {
    const kind = entity === undefined ? 'attribute' : canonicalEntity(entity);
    if (kind === 'tag') {
      return { entity: kind, key, type: 'text', operators: [...TEXT_OPERATORS, ...NULL_OPERATORS] };
    }
    if (kind !== 'attribute') {
      return `Invalid entity type '${entity ?? ''}'. Valid values are ['tag', 'attribute']`;
    }
    if (EXPERIMENT_NUMBERS.includes(key)) {
      return { entity: kind, key, type: 'number', operators: NUMBER_OPERATORS };
    }
    return key === 'name'
      ? { entity: kind, key, type: 'text', operators: TEXT_OPERATORS }
      : `Invalid attribute key '${key}' specified. Valid keys are [${quotedList(['name', ...EXPERIMENT_NUMBERS])}]`;
  },
};

const MODEL_NUMBERS: Readonly<Record<string, string>> = {
  creation_timestamp: 'created', creation_time: 'created', last_updated_timestamp: 'updated', last_updated_time: 'updated',
};
const MODEL_TEXTS = ['experiment_id', 'model_id', 'model_type', 'name', 'source_run_id', 'status'];

/** The canonical attribute of a logged model, undefined for one that is none. */
export function modelAttribute(key: string): { readonly key: string; readonly type: 'number' | 'text' } | undefined {
  const number = MODEL_NUMBERS[key];
  return number !== undefined ? { key: number, type: 'number' } : MODEL_TEXTS.includes(key) ? { key, type: 'text' } : undefined;
}

export const MODEL_LANGUAGE: FilterLanguage = {
  resolve(entity, key) {
    const kind = entity === undefined ? 'attribute' : canonicalEntity(entity);
    const texts = [...TEXT_OPERATORS, ...LIST_OPERATORS];
    if (kind === 'metric') {
      return { entity: kind, key, type: 'number', operators: NUMBER_OPERATORS };
    }
    if (kind === 'parameter' || kind === 'tag') {
      return { entity: kind, key, type: 'text', operators: [...texts, ...NULL_OPERATORS] };
    }
    const attribute = kind === 'attribute' ? modelAttribute(key) : undefined;
    if (attribute === undefined) {
      return kind === 'attribute'
        ? `Invalid attribute key '${key}' specified. Valid keys are [${quotedList([...MODEL_TEXTS, ...Object.keys(MODEL_NUMBERS)])}]`
        : `Invalid entity type '${entity ?? ''}'. Valid values are ['attribute', 'metric', 'parameter', 'tag']`;
    }
    return { entity: 'attribute', key: attribute.key, type: attribute.type, operators: attribute.type === 'number' ? NUMBER_OPERATORS : texts };
  },
};
