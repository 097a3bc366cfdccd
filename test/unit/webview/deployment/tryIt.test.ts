import { describe, expect, test } from 'vitest';
import type { ModelSignature } from '../../../../src/protocol/modelContents';
import type { InvokeAnswer } from '../../../../src/protocol/panels/deploymentPanel';
import type { ServedInterface } from '../../../../src/protocol/servedInterface';
import { answerOf, fieldNamedIn } from '../../../../webview/deployment/tryIt/answer';
import { bareRequest, inference, invocation } from '../../../../webview/deployment/tryIt/requestBody';
import { snippetOf } from '../../../../webview/deployment/tryIt/snippets';
import { formFields } from '../../../../webview/model/signatureForm';

const columns: ModelSignature = {
  inputs: [{ name: 'age', type: 'long', required: true }, { name: 'plan', type: 'string', required: true }, { name: 'paid', type: 'double', required: false }, { name: 'new', type: 'boolean', required: true }],
  outputs: [], params: [],
};
const served: ServedInterface = { model: 'churn', version: '3', signature: columns, answer: 'label', probabilities: 'probabilities', classes: ['stays', 'leaves'] };
const filled = { 'input age': '9007199254740993', 'input plan': "family's", 'input paid': '', 'input new': 'true' };

function answered(text: unknown, status = 200): InvokeAnswer {
  return { status, text: typeof text === 'string' ? text : JSON.stringify(text), cut: false, latency: 1, id: null, version: null };
}

describe('what the form sends', () => {
  test('columns by name with all the digits that were typed; what may be missing is left out', () => {
    expect(invocation(columns, filled)).toEqual({ path: '/invocations', body: '{"dataframe_split": {"columns": ["age", "plan", "new"], "data": [[9007199254740993, "family\'s", true]]}}' });
  });

  test('what is no number goes as the text that it is, so that the deployment says what is wrong with it', () => {
    expect(invocation(columns, { ...filled, 'input age': 'old' }).body).toContain('[["old", ');
    expect(inference(served, { ...filled, 'input age': 'old' })).toBeUndefined();
  });

  test('tensors, unnamed and named, and params', () => {
    const tensor: ModelSignature = { inputs: [{ name: '', type: 'tensor', dtype: 'float32', shape: [-1, 2], required: true }], outputs: [], params: [{ name: 'k', type: 'long', required: false, fallback: 3 }] };
    expect(invocation(tensor, { 'input 0': '[[1, 2]]', 'param k': '5' }).body).toBe('{"inputs": [[1, 2]], "params": {"k": 5}}');
    expect(invocation({ ...tensor, inputs: [{ ...tensor.inputs[0]!, name: 'x' }] }, { 'input x': '[[1, 2]]' }).body).toBe('{"inputs": {"x": [[1, 2]]}}');
  });

  test('a classifier is asked so that it tells its probabilities', () => {
    expect(inference(served, filled)).toEqual({
      path: '/v2/models/churn/infer',
      body: '{"inputs": [{"name": "age", "shape": [1], "datatype": "INT64", "data": [9007199254740993]}, {"name": "plan", "shape": [1], "datatype": "BYTES", "data": ["family\'s"]}, {"name": "new", "shape": [1], "datatype": "BOOL", "data": [true]}]}',
    });
    expect(inference({ ...served, probabilities: null }, filled)).toBeUndefined();
  });

  test('without a signature the example is the request', () => {
    expect(JSON.parse(bareRequest({ columns: ['a'], data: [[1]] }))).toEqual({ dataframe_split: { columns: ['a'], data: [[1]] } });
    expect(JSON.parse(bareRequest([[1, 2]]))).toEqual({ inputs: [[1, 2]] });
    expect(JSON.parse(bareRequest({ inputs: [1] }))).toEqual({ inputs: [1] });
  });
});

describe('what comes back', () => {
  test('a label with the likeliest class first', () => {
    const outputs = [{ name: 'label', data: ['leaves'] }, { name: 'probabilities', data: [0.25, 0.75] }];
    expect(answerOf(answered({ outputs }), served)).toEqual({ kind: 'value', text: 'leaves', full: 'leaves', bars: [{ label: 'leaves', share: 0.75 }, { label: 'stays', share: 0.25 }] });
  });

  test('numbers, rows of names, probabilities that predict itself gives, and anything else as JSON', () => {
    const of = (predictions: unknown): unknown => answerOf(answered({ predictions }), { ...served, classes: null });
    expect(of([0.123456])).toMatchObject({ kind: 'value', text: '0.1235', full: '0.123456', bars: [] });
    expect(of([{ low: 1, high: 2.5 }])).toEqual({ kind: 'values', values: [{ name: 'low', text: '1' }, { name: 'high', text: '2.5' }] });
    expect(of([[0.1, 0.9]])).toMatchObject({ kind: 'value', text: '1', bars: [{ label: '1', share: 0.9 }, { label: '0', share: 0.1 }] });
    expect(of([[3, 4]])).toMatchObject({ kind: 'json' });
    expect(of([1, 2])).toMatchObject({ kind: 'json' });
  });

  test('a refusal in the words of each protocol, and the field that it names', () => {
    const fields = formFields([...columns.inputs, { name: 'plan age', type: 'long', required: true }], 'input');
    const message = "Failed to convert column 'plan age' to type 'int64'.";
    expect(answerOf(answered({ error_code: 'INVALID_PARAMETER_VALUE', message }, 400), served)).toEqual({ kind: 'refused', message });
    expect(answerOf(answered({ error: message }, 400), served)).toEqual({ kind: 'refused', message });
    expect(answerOf(answered('', 503), served)).toEqual({ kind: 'refused', message: 'It answered with status 503 and no words.' });
    expect(fieldNamedIn(message, fields)?.field.name).toBe('plan age');
    expect(fieldNamedIn('Failed to convert column plan to type long.', fields)?.field.name).toBe('plan');
    expect(fieldNamedIn('The disk is full.', fields)).toBeUndefined();
  });
});

test('snippets hold what the shell and the languages would take for something else', () => {
  const { body } = invocation(columns, { ...filled, 'input plan': `it's "true" null` });
  expect(snippetOf('curl', 'http://127.0.0.1:5050', body)).toContain(String.raw`"it'\''s \"true\" null"`);
  expect(snippetOf('python', 'http://127.0.0.1:5050', body)).toContain(String.raw`[[9007199254740993, "it's \"true\" null", True]]`);
  expect(snippetOf('javascript', 'http://127.0.0.1:5050', body)).toContain(`body: ${JSON.stringify(body)}`);
  expect(snippetOf('javascript', 'http://127.0.0.1:5050', '{"inputs": [1]}')).toContain('body: JSON.stringify({"inputs": [1]})');
});

test('a request that no shell takes is read from a file, in every language', () => {
  const long = `{"inputs": [${'0.5, '.repeat(10_000)}1]}`;
  for (const language of ['curl', 'python', 'javascript'] as const) {
    const code = snippetOf(language, 'http://127.0.0.1:5001', long);
    expect(code).toContain('request.json');
    expect(code.length).toBeLessThan(500);
    expect(snippetOf(language, 'http://127.0.0.1:5001', '{"inputs": [1]}')).not.toContain('request.json');
  }
});
