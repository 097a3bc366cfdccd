import { describe, expect, test } from 'vitest';
import { readInferRequest } from '../../../../../src/engine/serving/front/v2/inferRequest';
import { inferAnswer } from '../../../../../src/engine/serving/front/v2/inferAnswer';
import { readTensor, writeTensor } from '../../../../../src/engine/serving/front/v2/datatypes';
import type { ElementType } from '../../../../../src/engine/serving/front/rows';

function body(request: unknown, ...raw: Buffer[]): { body: Buffer; length: string } {
  const json = Buffer.from(JSON.stringify(request));
  return { body: Buffer.concat([json, ...raw]), length: String(json.length) };
}

describe('binary tensors', () => {
  test.each<[ElementType, unknown[]]>([
    ['float64', [0.1, -1e300]], ['float32', [0.5, -2]], ['int64', [9007199254740993n, -9223372036854775808n]], ['uint64', [18446744073709551615n]], ['int32', [-2147483648]], ['uint32', [4294967295]],
    ['int16', [-32768]], ['uint16', [65535]], ['int8', [-128]], ['uint8', [255]], ['bool', [1, 0]], ['string', ['', 'é', 'text']],
  ])('%s comes back as it went', (type, values) => {
    expect(Array.from(readTensor(writeTensor(values, type), type, values.length, 'x'))).toEqual(values);
  });

  test('tensors stand behind the JSON in the order of the inputs', () => {
    const first = writeTensor([1.5, 2.5], 'float32');
    const second = writeTensor(['a', 'bc'], 'string');
    const { body: bytes, length } = body({ inputs: [
      { name: 'x', shape: [2], datatype: 'FP32', parameters: { binary_data_size: first.length } },
      { name: 'n', shape: [2], datatype: 'INT64', data: [1, 2] },
      { name: 's', shape: [2], datatype: 'BYTES', parameters: { binary_data_size: second.length } },
    ] }, first, second);
    expect(readInferRequest(bytes, length).inputs.map(({ name, data }) => [name, Array.from(data)])).toEqual([['x', [1.5, 2.5]], ['n', [1, 2]], ['s', ['a', 'bc']]]);
  });

  test.each([
    ['a length beyond the body', '999', 4, "Inference-Header-Content-Length is '999'"],
    ['fewer bytes than the shape needs', undefined, 4, "input 'x' has 4 bytes, and its shape and datatype FP32 need 8"],
    ['more bytes than are there', undefined, 80, 'binary_data_size 80, and 8 bytes are left'],
    ['a negative size', undefined, -1, 'binary_data_size -1'],
  ])('%s is refused', (_what, header, size, message) => {
    const { body: bytes, length } = body({ inputs: [{ name: 'x', shape: [2], datatype: 'FP32', parameters: { binary_data_size: size } }] }, Buffer.alloc(8));
    expect(() => readInferRequest(bytes, header ?? length)).toThrow(message);
  });

  test('text that runs past its tensor is refused', () => {
    expect(() => readTensor(Buffer.from([200, 0, 0, 0, 65]), 'string', 1, 'x')).toThrow("input 'x' is cut off");
  });
});

describe('JSON tensors', () => {
  test.each([
    [{}, "has no 'inputs'"], [{ inputs: [{}] }, 'an input has no name'], [{ inputs: [{ name: 'x', shape: [-1], datatype: 'FP32', data: [] }] }, "input 'x' has no shape"],
    [{ inputs: [{ name: 'x', shape: [1], datatype: 'FP16', data: [1] }] }, 'datatype "FP16"'], [{ inputs: [{ name: 'x', shape: [2], datatype: 'FP32', data: [1] }] }, "input 'x' has 1 values, and its shape needs 2"],
  ])('%o is refused', (request, message) => {
    expect(() => readInferRequest(body(request).body, undefined)).toThrow(message);
  });

  test('rows that hold no values are refused, however many there are said to be', () => {
    const request = { inputs: [{ name: 'x', shape: [Number.MAX_SAFE_INTEGER, 0], datatype: 'FP32', data: [] }] };
    expect(() => readInferRequest(body(request).body, undefined)).toThrow("input 'x' has shape [9007199254740991, 0], whose rows hold no values");
  });

  test('lists in lists without end are refused as any wrong data', () => {
    const deep = `${'['.repeat(100_000)}1${']'.repeat(100_000)}`;
    const request = Buffer.from(`{"inputs":[{"name":"x","shape":[1],"datatype":"FP32","data":${deep}}]}`);
    expect(() => readInferRequest(request, undefined)).toThrow("input 'x' has lists in lists, more than 64 deep");
  });

  test('nested data is row-major', () => {
    expect(readInferRequest(body({ inputs: [{ name: 'x', shape: [2, 2], datatype: 'FP32', data: [[1, 2], [3, 4]] }] }).body, undefined).inputs[0]?.data).toEqual([1, 2, 3, 4]);
  });

  test('whole numbers beyond 2^53 go in and out exactly', () => {
    const request = readInferRequest(Buffer.from('{"inputs":[{"name":"x","shape":[1],"datatype":"INT64","data":[9007199254740993]}]}'), undefined);
    expect(request.inputs[0]?.data).toEqual([9007199254740993n]);
    const reply = inferAnswer(request, { rows: 1, tensors: [{ name: 'y', type: 'int64', shape: [], data: BigInt64Array.of(9007199254740993n) }] }, 'm', '1', 'id');
    expect(reply.body).toBe('{"model_name":"m","model_version":"1","id":"id","outputs":[{"name":"y","datatype":"INT64","shape":[1],"data":[9007199254740993]}]}');
  });

  test('an output that is not there is refused', () => {
    const request = readInferRequest(body({ inputs: [{ name: 'x', shape: [1], datatype: 'FP32', data: [1] }], outputs: [{ name: 'z' }] }).body, undefined);
    expect(() => inferAnswer(request, { rows: 1, tensors: [{ name: 'y', type: 'float32', shape: [], data: [1] }] }, 'm', '1', 'id')).toThrow("unexpected output 'z': the model has y");
  });
});
