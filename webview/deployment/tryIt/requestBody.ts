/** What the form sends, and what comes back: texts in, JSON out, numbers with all the digits that were typed. */
import type { ModelSignature, SignatureField } from '../../../src/protocol/modelContents';
import type { ServedInterface } from '../../../src/protocol/servedInterface';
import { isObject } from '../../../src/wording/parsedJson';
import { fieldProblem, formFields, type Filled, type FormField } from '../../model/signatureForm';

export interface Request { readonly path: string; readonly body: string }

const WHOLE = new Set(['long', 'integer']);
/** Types of columns in the Open Inference Protocol. */
const DATATYPES: Readonly<Record<string, string>> = { double: 'FP64', float: 'FP32', long: 'INT64', integer: 'INT32', boolean: 'BOOL', string: 'BYTES' };

/** MLflow's own request, as snippets send it. What is left empty and may be, is left out; what is no number goes as the text that it is. */
export function invocation(signature: ModelSignature, filled: Filled): Request {
  const inputs = valuesOf(formFields(signature.inputs, 'input'), filled);
  const params = valuesOf(formFields(signature.params, 'param'), filled);
  const [only] = inputs;
  const tensors = signature.inputs.some(({ dtype }) => dtype !== undefined);
  const input = tensors
    ? `"inputs": ${only !== undefined && only.field.name === '' ? only.json : objectOf(inputs)}`
    : `"dataframe_split": {${inputs.some(({ field }) => field.name === '') ? '' : `"columns": [${inputs.map(({ field }) => JSON.stringify(field.name)).join(', ')}], `}"data": [[${inputs.map(({ json }) => json).join(', ')}]]}`;
  return { path: '/invocations', body: `{${input}${params.length === 0 ? '' : `, "params": ${objectOf(params)}`}}` };
}

/**
 * The same as one request of the Open Inference Protocol, which is answered with probabilities too.
 * @returns undefined where it can't be asked so, or nothing more would be answered
 */
export function inference(served: ServedInterface, filled: Filled): Request | undefined {
  const { signature, model, probabilities } = served;
  const fields = formFields(signature?.inputs ?? [], 'input');
  if (signature === null || probabilities === null || signature.params.length > 0 || fields.some((one) => one.field.name === '' || DATATYPES[one.field.type] === undefined || one.field.shape !== undefined || fieldProblem(one, filled[one.key]) !== undefined)) {
    return undefined;
  }
  const inputs = valuesOf(fields, filled).map(({ field, json }) => `{"name": ${JSON.stringify(field.name)}, "shape": [1], "datatype": "${DATATYPES[field.type]}", "data": [${json}]}`);
  return { path: `/v2/models/${encodeURIComponent(model)}/infer`, body: `{"inputs": [${inputs.join(', ')}]}` };
}

/** What an example of any form is sent as, where there is no signature. */
export function bareRequest(example: unknown): string {
  const wrapped = isObject(example) && 'columns' in example && 'data' in example ? { dataframe_split: example }
    : isObject(example) && ['dataframe_split', 'dataframe_records', 'inputs', 'instances'].some((name) => name in example) ? example
      : example === null || example === undefined ? { inputs: [[0, 0]] } : { inputs: example };
  return JSON.stringify(wrapped, undefined, 2);
}

interface Value { readonly field: SignatureField; readonly json: string }

function valuesOf(fields: readonly FormField[], filled: Filled): Value[] {
  return fields.flatMap((one) => {
    const text = filled[one.key] ?? '';
    return text === '' && !(one.field.required && one.field.type === 'string') ? [] : [{ field: one.field, json: jsonOf(one, text) }];
  });
}

function objectOf(values: readonly Value[]): string {
  return `{${values.map(({ field, json }) => `${JSON.stringify(field.name)}: ${json}`).join(', ')}}`;
}

function jsonOf(one: FormField, text: string): string {
  const { field, kind } = one;
  if (fieldProblem(one, text) !== undefined) {
    return JSON.stringify(text);
  }
  switch (kind) {
    case 'number': return WHOLE.has(field.type) ? String(BigInt(text.trim().replace(/^\+/, ''))) : Number.isFinite(Number(text)) ? JSON.stringify(Number(text)) : 'null';
    case 'boolean': return text === 'true' ? 'true' : 'false';
    case 'json': return text;
    case 'text': return JSON.stringify(text);
  }
}
