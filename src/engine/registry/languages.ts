/** The keys of searches over the registry (SearchModelUtils and SearchModelVersionUtils of mlflow/utils/search_utils.py). */
import { type Field, type FilterLanguage, LIST_OPERATORS, NUMBER_OPERATORS, TEXT_OPERATORS } from '../tracking/filter/parse';

const TEXTS = [...TEXT_OPERATORS, ...LIST_OPERATORS];

function language(attributes: readonly Field[], lists?: string): FilterLanguage {
  const valid = attributes.map(({ key }) => `'${key}'`).join(', ');
  return {
    ...(lists === undefined ? {} : { lists }),
    resolve(entity, key) {
      if (entity === 'tag' || entity === 'tags') {
        return { entity: 'tag', key, type: 'text', operators: TEXT_OPERATORS };
      }
      if (entity !== undefined && entity !== 'attribute') {
        return `Invalid entity type '${entity}'. Valid entity types are ('attribute', 'tag', 'tags')`;
      }
      return attributes.find((attribute) => attribute.key === key) ?? `Invalid attribute key '${key}' specified. Valid keys are '{${valid}}'`;
    },
  };
}

export const REGISTERED_MODEL_LANGUAGE = language([{ entity: 'attribute', key: 'name', type: 'text', operators: TEXTS }]);

export const MODEL_VERSION_LANGUAGE = language([
  { entity: 'attribute', key: 'name', type: 'text', operators: TEXTS },
  { entity: 'attribute', key: 'version_number', type: 'number', operators: NUMBER_OPERATORS },
  { entity: 'attribute', key: 'run_id', type: 'text', operators: TEXTS },
  { entity: 'attribute', key: 'source_path', type: 'text', operators: TEXT_OPERATORS },
], "Only ['name', 'run_id'] attributes support comparison with a list of quoted string values.");
