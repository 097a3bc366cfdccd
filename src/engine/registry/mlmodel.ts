/** Reads `MLmodel`, the file in which MLflow says what a saved model is (mlflow/models/model.py, mlflow/types/schema.py). */
import { parse } from 'yaml';
import type { ModelSignature, SignatureField } from '../../protocol/modelContents';
import { isObject } from '../../wording/parsedJson';

export interface Mlmodel {
  readonly flavors: readonly string[];
  readonly signature: ModelSignature | null;
  /** path of the input example, relative to the model's folder */
  readonly inputExample: string | null;
  readonly python: string | null;
  /** module that loads it as a Python function; null: it has no such flavour */
  readonly loader: string | null;
}

type Json = Readonly<Record<string, unknown>>;

/** @throws Error with one sentence when the text is no MLmodel */
export function readMlmodel(text: string): Mlmodel {
  const document = parse(text, { maxAliasCount: 100 }) as unknown;
  if (!isObject(document) || !isObject(document['flavors'])) {
    throw new Error('Its MLmodel file names no flavors.');
  }
  const flavors = document['flavors'];
  const pyfunc = flavors['python_function'];
  const example = document['saved_input_example_info'];
  const python = isObject(pyfunc) ? pyfunc['python_version'] : undefined;
  return {
    flavors: Object.keys(flavors).filter((name) => name !== 'python_function' || Object.keys(flavors).length === 1),
    signature: isObject(document['signature']) ? signatureOf(document['signature']) : null,
    inputExample: isObject(example) && typeof example['artifact_path'] === 'string' ? example['artifact_path'] : null,
    python: typeof python === 'string' ? python : null,
    loader: isObject(pyfunc) && typeof pyfunc['loader_module'] === 'string' ? pyfunc['loader_module'] : null,
  };
}

function signatureOf(signature: Json): ModelSignature {
  return { inputs: fieldsOf(signature['inputs']), outputs: fieldsOf(signature['outputs']), params: fieldsOf(signature['params']) };
}

/** Schemas stand in the YAML as JSON text. */
function fieldsOf(text: unknown): SignatureField[] {
  const list: unknown = typeof text === 'string' ? JSON.parse(text) : [];
  return (Array.isArray(list) ? list : []).filter(isObject).map(fieldOf);
}

function fieldOf(field: Json): SignatureField {
  const tensor = field['tensor-spec'];
  const shape = isObject(tensor) ? tensor['shape'] : field['shape'];
  const dtype = isObject(tensor) ? tensor['dtype'] : undefined;
  const simple = ['type', 'name', 'required', 'default', 'shape', 'tensor-spec', 'optional'];
  return {
    name: typeof field['name'] === 'string' ? field['name'] : '',
    // Arrays, objects and maps say more than their type: all of it is shown.
    type: typeof field['type'] === 'string' && Object.keys(field).every((key) => simple.includes(key)) ? field['type'] : JSON.stringify({ ...field, name: undefined, required: undefined }),
    ...(Array.isArray(shape) ? { shape: shape as number[] } : {}),
    ...(typeof dtype === 'string' ? { dtype } : {}),
    required: 'default' in field ? false : field['required'] !== false && field['optional'] !== true,
    ...('default' in field ? { fallback: field['default'] } : {}),
  };
}
