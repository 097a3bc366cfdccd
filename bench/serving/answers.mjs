/** What each server answers, as labels. */

const READERS = {
  mlflow: (_headers, body) => JSON.parse(body).predictions,
  list: (_headers, body) => JSON.parse(body),
  v2: (_headers, body) => JSON.parse(body).outputs[0].data,
  v2binary: (headers, body) => {
    const length = Number(/\r\ninference-header-content-length: *(\d+)/.exec(headers)?.[1]);
    const [labels] = JSON.parse(body.toString('utf8', 0, length)).outputs;
    const bytes = body.subarray(length, length + labels.parameters.binary_data_size);
    return Array.from({ length: bytes.length / 8 }, (_, at) => Number(bytes.readBigInt64LE(at * 8)));
  },
};

/** @returns the labels of an answer of this kind: mlflow, list, v2 or v2binary */
export function labelsOf(kind, headers, body) {
  return READERS[kind](headers, body);
}
