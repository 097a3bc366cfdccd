import { expect, test } from 'vitest';
import { addPredictions, batchRequest, readBatch, scoredCsv } from '../../../../src/editor/serving/batchTable';

test('a CSV keeps its texts as they are, quotes and line breaks in them too', () => {
  const table = readBatch('a.csv', '\uFEFFname,age\n"Doe, ""J""\nII",007\n\nAnn,8\n');
  expect(table).toEqual({ kind: 'csv', columns: ['name', 'age'], rows: [['Doe, "J"\nII', '007'], ['Ann', '8']] });
  expect(batchRequest(table, 0, 1)).toEqual({ type: 'text/csv', body: 'name,age\n"Doe, ""J""\nII",007' });
});

test('JSON in the forms that mlflow knows, and JSON lines', () => {
  const rows = { kind: 'json', columns: ['a', 'b'], rows: [[1, 2], [3, null]] };
  expect(readBatch('a.json', '[{"a":1,"b":2},{"a":3}]')).toEqual(rows);
  expect(readBatch('a.json', '{"dataframe_records":[{"a":1,"b":2},{"a":3}]}')).toEqual(rows);
  expect(readBatch('a.json', '{"dataframe_split":{"columns":["a","b"],"data":[[1,2],[3,null]]}}')).toEqual(rows);
  expect(readBatch('a.json', '{"inputs":{"a":[1,3],"b":[2,null]}}')).toEqual(rows);
  expect(readBatch('a.jsonl', '{"a":1,"b":2}\n{"a":3}\n')).toEqual(rows);
  expect(batchRequest(readBatch('a.json', '[{"a":1}]'), 0, 1)).toEqual({ type: 'application/json', body: '{"dataframe_split":{"columns":["a"],"data":[[1]]}}' });
});

test('whole numbers keep all their digits, in what is sent and beside what came back; NaN of Python is a missing value', () => {
  const table = readBatch('a.jsonl', '{"id":9007199254740993,"x":NaN}\n{"id":1,"x":2.5}\n');
  expect(batchRequest(table, 0, 2).body).toBe('{"dataframe_split":{"columns":["id","x"],"data":[[9007199254740993,null],[1,2.5]]}}');
  const predictions = new Map<string, unknown[]>();
  addPredictions(predictions, '{"predictions":[9007199254740995,[9007199254740997]]}', 2);
  expect(scoredCsv(table, predictions)).toBe('id,x,prediction\n9007199254740993,,9007199254740995\n1,2.5,[9007199254740997]\n');
});

test('what is no table says what is wrong with it', () => {
  expect(() => readBatch('a.csv', 'a,b\n')).toThrow('a.csv has no rows');
  expect(() => readBatch('a.csv', 'a,a\n1,2\n')).toThrow('the column a more than once');
  expect(() => readBatch('a.csv', 'a,b\n1\n')).toThrow('Row 1 has 1 values, and the first line names 2 columns.');
  expect(() => readBatch('a.json', '{')).toThrow('It is no JSON');
  expect(() => readBatch('a.json', '[1, 2]')).toThrow('It is no table');
});

test('predictions stand beside the rows that were scored', () => {
  const table = readBatch('a.csv', 'prediction,b\n1,2\n3,4\n5,6\n');
  const predictions = new Map<string, unknown[]>();
  addPredictions(predictions, '{"predictions":["x"]}', 1);
  addPredictions(predictions, '{"predictions":["y"]}', 1);
  expect(scoredCsv(table, predictions)).toBe('prediction,b,prediction*\n1,2,x\n3,4,y\n');
});

test('rows of names, of numbers and of a pandas Series are columns', () => {
  const columns = (answer: unknown): unknown => { const known = new Map<string, unknown[]>(); addPredictions(known, JSON.stringify({ predictions: answer }), 2); return Object.fromEntries(known); };
  expect(columns([{ low: 1, high: 2 }, { low: 3, high: 4 }])).toEqual({ low: [1, 3], high: [2, 4] });
  expect(columns([{ 0: 1 }, { 0: 2 }])).toEqual({ prediction: [1, 2] });
  expect(columns([[0.1, 0.9], [0.8, 0.2]])).toEqual({ prediction_0: [0.1, 0.8], prediction_1: [0.9, 0.2] });
  expect(columns([[[1]], [[2]]])).toEqual({ prediction: [[[1]], [[2]]] });
  expect(() => columns([1])).toThrow('did not answer row by row to 2 rows');
});
