/** Answers of the Open Inference Protocol v2. */
import { MlflowError } from '../../../mlflowErrors';
import type { Reply } from '../http/exchange';
import type { Rows, Tensor } from '../rows';
import { wholeTexts } from '../wholeTexts';
import { datatypeOf, writeTensor } from './datatypes';
import type { InferRequest } from './inferRequest';

/** @throws MlflowError 400 when an output is asked for that the model does not have */
export function inferAnswer(request: InferRequest, predictions: Rows, model: string, version: string, id: string): Reply {
  const asked = request.outputs ?? predictions.tensors.map(({ name }) => ({ name, binary: request.binary }));
  const raw: Buffer[] = [];
  const outputs = asked.map(({ name, binary }) => {
    const tensor = predictions.tensors.find((candidate) => candidate.name === name);
    if (tensor === undefined) {
      throw new MlflowError('BAD_REQUEST', `unexpected output '${name}': the model has ${predictions.tensors.map((output) => output.name).join(', ')}`);
    }
    if (!binary) {
      return `{${described(tensor, predictions.rows)},"data":${listJson(tensor)}}`;
    }
    const bytes = writeTensor(tensor.data, tensor.type);
    raw.push(bytes);
    return `{${described(tensor, predictions.rows)},"parameters":{"binary_data_size":${bytes.length}}}`;
  });
  const json = `{"model_name":${JSON.stringify(model)},"model_version":${JSON.stringify(version)},"id":${JSON.stringify(request.id ?? id)},"outputs":[${outputs.join(',')}]}`;
  if (raw.length === 0) {
    return { status: 200, type: 'application/json', body: json };
  }
  const header = Buffer.from(json);
  return { status: 200, type: 'application/octet-stream', body: Buffer.concat([header, ...raw]), headers: { 'inference-header-content-length': String(header.length) } };
}

function described({ name, type, shape }: Tensor, rows: number): string {
  return `"name":${JSON.stringify(name)},"datatype":"${datatypeOf(type)}","shape":[${[rows, ...shape].join(',')}]`;
}

/** Flat, row-major. What JSON has no number for is null. */
function listJson({ data }: Tensor): string {
  if (data instanceof BigInt64Array) {
    return `[${wholeTexts(data).join(',')}]`;
  }
  const values: string[] = [];
  for (let at = 0; at < data.length; at += 1) {
    const value = data[at];
    values.push(typeof value === 'bigint' ? String(value) : (JSON.stringify(value) ?? 'null'));
  }
  return `[${values.join(',')}]`;
}
