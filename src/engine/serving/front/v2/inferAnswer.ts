/** Answers of the Open Inference Protocol v2. */
import { MlflowError } from '../../../mlflowErrors';
import { columnText } from '../columnText';
import type { Reply } from '../http/exchange';
import type { Rows, Tensor } from '../rows';
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
      // Flat, row-major. What JSON has no number for is null.
      return `{${described(tensor, predictions.rows)},"data":${columnText({ ...tensor, shape: [] }, tensor.data.length)}}`;
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
