/** What the MLmodel file of a model says (mlflow/models/model.py, signature.py). */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { GateProblem } from './gateProblem';

/** A column or a tensor that a model takes or gives. */
export interface SignaturePart {
  /** undefined: it is the only one and has no name */
  readonly name?: string;
  /** "double", "array(string)", "tensor(float32, [-1, 28])", … */
  readonly type: string;
  readonly required: boolean;
}
export interface Signature { readonly inputs: readonly SignaturePart[]; readonly outputs: readonly SignaturePart[]; readonly params: readonly SignaturePart[] }

export interface ModelFile {
  /** undefined: the model was logged without one */
  readonly signature?: Signature;
  /** module that loads it as a Python function; undefined: it has no such flavour */
  readonly loader?: string;
}

type Raw = Readonly<Record<string, unknown>>;

/** @throws GateProblem when the file is no MLmodel file; whatever reading throws */
export async function readModelFile(folder: string): Promise<ModelFile> {
  const file = path.join(folder, 'MLmodel');
  const text = await readFile(file, 'utf8');
  try {
    const content = record(parse(text));
    const signature = content['signature'] === undefined || content['signature'] === null ? undefined : record(content['signature']);
    const loader = record(record(content['flavors'])['python_function'])['loader_module'];
    return {
      ...(signature === undefined ? {} : { signature: { inputs: parts(signature['inputs']), outputs: parts(signature['outputs']), params: parts(signature['params']) } }),
      ...(typeof loader === 'string' ? { loader } : {}),
    };
  } catch (error) {
    throw new GateProblem(`${file} can't be read as a model's description (${error instanceof Error ? error.message.split('\n', 1)[0] : String(error)}). Log the model again.`);
  }
}

/** Inputs, outputs and params stand in the YAML as JSON. */
function parts(text: unknown): SignaturePart[] {
  const list: unknown = typeof text === 'string' ? JSON.parse(text) : text ?? [];
  return (Array.isArray(list) ? list : []).map((raw: unknown): SignaturePart => {
    const part = record(raw);
    const required = part['required'] !== false && part['optional'] !== true && !('default' in part);
    return { ...(typeof part['name'] === 'string' ? { name: part['name'] } : {}), type: typeText(part), required };
  });
}

function typeText(part: Raw): string {
  const type = String(part['type'] ?? '');
  switch (type) {
    case 'tensor': {
      const spec = record(part['tensor-spec']);
      return `tensor(${String(spec['dtype'])}, ${JSON.stringify(spec['shape'])})`;
    }
    case 'array': return `array(${typeText(record(part['items']))})`;
    case 'map': return `map(${typeText(record(part['values']))})`;
    case 'object': return `object(${Object.entries(record(part['properties'])).map(([name, value]) => `${name}${record(value)['required'] === false ? '?' : ''}: ${typeText(record(value))}`).toSorted().join(', ')})`;
    default: return part['shape'] === undefined || part['shape'] === null ? type : `${type}${JSON.stringify(part['shape'])}`;
  }
}

function record(value: unknown): Raw {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? value as Raw : {};
}
