/** The signature as a form: what stands in its fields, and the Python that predicts from it (mlflow/types/schema.py, mlflow/models/utils.py: _enforce_schema). */
import type { ModelSignature, SignatureField } from '../../src/protocol/modelContents';
import { isObject } from '../../src/wording/parsedJson';

/** What was typed, by key of the field. */
export type Filled = Readonly<Record<string, string>>;
export interface FormField { readonly key: string; readonly field: SignatureField; /** of the field, as people read it */ readonly type: string; readonly kind: 'number' | 'boolean' | 'text' | 'json' }

const WHOLE = new Set(['long', 'integer']);
const REAL = new Set(['double', 'float']);
/** mlflow turns no wider number into these by itself. */
const NARROW: Readonly<Record<string, string>> = { integer: 'int32', float: 'float32' };

/** One field per input or param, in the order of the signature. @param group keeps an input and a param of one name apart */
export function formFields(fields: readonly SignatureField[], group: 'input' | 'param'): FormField[] {
  return fields.map((field, index) => ({ key: `${group} ${field.name === '' ? index : field.name}`, field, type: typeName(field), kind: kindOf(field) }));
}

/** `double`, `int64[?, 4]`. */
export function typeName({ type, dtype, shape }: SignatureField): string {
  return dtype === undefined ? `${type}${shape === undefined ? '' : shapeText(shape)}` : `${dtype}${shapeText(shape ?? [])}`;
}

function shapeText(shape: readonly number[]): string {
  return `[${shape.map((size) => (size === -1 ? '?' : size)).join(', ')}]`;
}

function kindOf({ type, dtype, shape }: SignatureField): FormField['kind'] {
  return dtype !== undefined || shape !== undefined ? 'json' : WHOLE.has(type) || REAL.has(type) ? 'number' : type === 'boolean' ? 'boolean' : /^(string|datetime|binary)$/.test(type) ? 'text' : 'json';
}

/** What the form begins with: the first row of the input example, and the defaults of params. */
export function prefilled(signature: ModelSignature, example: unknown): Filled {
  const row = exampleRow(example, signature.inputs);
  const params = isObject(example) && isObject(example['params']) ? example['params'] : {};
  const filled: Record<string, string> = {};
  for (const { key, field, kind } of formFields(signature.inputs, 'input')) {
    const value = row[field.name];
    if (value !== undefined && value !== null) {
      filled[key] = textOf(value, kind);
    }
  }
  for (const { key, field, kind } of formFields(signature.params, 'param')) {
    const value = params[field.name] ?? field.fallback;
    if (value !== undefined && value !== null) {
      filled[key] = textOf(value, kind);
    }
  }
  return filled;
}

/** The first row of an example in any of the forms that mlflow writes; an unnamed input has the name ''. */
function exampleRow(example: unknown, fields: readonly SignatureField[]): Readonly<Record<string, unknown>> {
  if (isObject(example)) {
    const { columns, data } = example;
    if (Array.isArray(columns) && Array.isArray(data)) {
      const first: unknown = data[0];
      return Array.isArray(first) ? Object.fromEntries(columns.map((column, index) => [String(column), first[index] as unknown])) : {};
    }
    for (const wrapper of ['dataframe_split', 'dataframe_records', 'inputs', 'instances']) {
      if (wrapper in example && !fields.some(({ name }) => name === wrapper)) {
        return exampleRow(example[wrapper], fields);
      }
    }
    const tensors = fields.some(({ dtype }) => dtype !== undefined);
    return tensors ? example : Object.fromEntries(Object.entries(example).map(([name, value]) => [name, Array.isArray(value) && fields.find((field) => field.name === name)?.shape === undefined ? value[0] as unknown : value]));
  }
  if (Array.isArray(example) && isObject(example[0])) {
    return example[0];
  }
  return { '': example };
}

function textOf(value: unknown, kind: FormField['kind']): string {
  return typeof value === 'string' && kind !== 'json' ? value : JSON.stringify(value);
}

/** What is wrong with a field; undefined where it can be predicted from. */
export function fieldProblem({ field, kind }: FormField, text: string | undefined): string | undefined {
  if (text === undefined || text === '') {
    return field.required && field.type !== 'string' ? 'A value is needed here.' : undefined;
  }
  if (WHOLE.has(field.type) && kind === 'number') {
    return /^[+-]?\d+$/.test(text.trim()) ? undefined : 'This is a whole number.';
  }
  if (kind === 'number') {
    return text.trim() !== '' && (Number.isFinite(Number(text)) || /^[+-]?(nan|inf)$/i.test(text.trim())) ? undefined : 'This is a number.';
  }
  if (kind === 'json') {
    try {
      JSON.parse(text);
      return undefined;
    } catch (error) {
      return `This is JSON, such as [1.5, 2]: ${error instanceof Error ? error.message : String(error)}.`;
    }
  }
  return field.type === 'datetime' && Number.isNaN(Date.parse(text)) ? 'This is a time, such as 2026-01-31T12:00:00.' : undefined;
}

/** Python that loads the version and predicts from what is filled in. Empty fields that may be left out are; those with a problem are named. */
export function pythonSnippet(uri: string, signature: ModelSignature, filled: Filled): string {
  const inputs = formFields(signature.inputs, 'input').flatMap((one) => literalOf(one, filled));
  const params = formFields(signature.params, 'param').flatMap((one) => literalOf(one, filled));
  const tensors = signature.inputs.some(({ dtype }) => dtype !== undefined);
  const data = tensors ? tensorInput(inputs) : frameInput(inputs);
  const lacking = [...formFields(signature.inputs, 'input'), ...formFields(signature.params, 'param')].filter((one) => fieldProblem(one, filled[one.key]) !== undefined).map(({ field }) => field.name || 'the input');
  const body = `${lacking.length === 0 ? '' : `# Still to be filled in: ${lacking.join(', ').replaceAll(/\s+/g, ' ')}\n`}${data}\n${params.length === 0 ? '' : `params = {${params.map(({ one, text }) => `${quoted(one.field.name)}: ${text}`).join(', ')}}\n`}`;
  const imports = [...(/\bbase64\./.test(body) ? ['import base64'] : []), 'import mlflow', ...(/\bnp\./.test(body) ? ['import numpy as np'] : []), ...(/\bpd\./.test(body) ? ['import pandas as pd'] : [])];
  return `${imports.join('\n')}\n\nmodel = mlflow.pyfunc.load_model(${quoted(uri)})\n${body}print(model.predict(data${params.length === 0 ? '' : ', params=params'}))\n`;
}

interface Literal { readonly one: FormField; readonly text: string }

function frameInput(inputs: readonly Literal[]): string {
  const named = inputs.every(({ one }) => one.field.name !== '');
  const row = named ? `{\n${inputs.map(({ one, text }) => `    ${quoted(one.field.name)}: ${text},\n`).join('')}}` : `[${inputs.map(({ text }) => text).join(', ')}]`;
  const narrow = inputs.flatMap(({ one: { field } }) => (field.name === '' || NARROW[field.type] === undefined || field.shape !== undefined ? [] : [`${quoted(field.name)}: "${NARROW[field.type]}"`]));
  return `data = pd.DataFrame([${row}])${narrow.length === 0 ? '' : `.astype({${narrow.join(', ')}})`}`;
}

function tensorInput(inputs: readonly Literal[]): string {
  const array = ({ one, text }: Literal): string => `np.array(${text}, dtype=${quoted(one.field.dtype ?? 'float64')})`;
  const [only] = inputs;
  return only !== undefined && only.one.field.name === '' ? `data = ${array(only)}` : `data = {\n${inputs.map((input) => `    ${quoted(input.one.field.name)}: ${array(input)},\n`).join('')}}`;
}

function literalOf(one: FormField, filled: Filled): Literal[] {
  const text = filled[one.key] ?? '';
  if (fieldProblem(one, text) !== undefined || (text === '' && !(one.field.required && one.field.type === 'string'))) {
    return [];
  }
  return [{ one, text: literal(one, text) }];
}

function literal({ field, kind }: FormField, text: string): string {
  switch (kind) {
    case 'number': return WHOLE.has(field.type) ? String(BigInt(text.trim().replace(/^\+/, ''))) : realLiteral(text.trim());
    case 'boolean': return text === 'true' ? 'True' : 'False';
    case 'json': return pythonOf(JSON.parse(text));
    case 'text': return field.type === 'datetime' ? `pd.Timestamp(${quoted(text)})` : field.type === 'binary' ? `base64.b64decode(${quoted(text)})` : quoted(text);
  }
}

function realLiteral(text: string): string {
  return /^[+-]?(nan|inf)$/i.test(text) ? `float(${quoted(text)})` : Number.isInteger(Number(text)) && Math.abs(Number(text)) < 1e15 ? `${Number(text)}.0` : String(Number(text));
}

function pythonOf(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(pythonOf).join(', ')}]`;
  }
  if (isObject(value)) {
    return `{${Object.entries(value).map(([key, one]) => `${quoted(key)}: ${pythonOf(one)}`).join(', ')}}`;
  }
  return value === null ? 'None' : value === true ? 'True' : value === false ? 'False' : typeof value === 'string' ? quoted(value) : String(value);
}

/** A JSON string is a Python string as well. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
