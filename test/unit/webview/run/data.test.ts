/** What datasets say of themselves. */
import { expect, it } from 'vitest';
import { columnsOf, originOf, profileOf } from '../../../../webview/run/data/dataModel';

it('columns of a table', () => expect(columnsOf('{"mlflow_colspec": [{"type": "long", "name": "age", "required": true}, {"type": "double", "name": "x", "required": false}]}')).toEqual([
  { name: 'age', type: 'long', optional: false }, { name: 'x', type: 'double', optional: true },
]));
it('shapes of tensors, features and targets', () => expect(columnsOf(JSON.stringify({ mlflow_tensorspec: { features: '[{"type": "tensor", "tensor-spec": {"dtype": "float64", "shape": [-1, 4]}}]', targets: null } }))).toEqual([
  { name: 'features', type: 'float64 (-1, 4)', optional: false },
]));
it('nothing where there is no schema, or none that can be read', () => expect([undefined, '', 'no json', '[]', '{}'].map(columnsOf)).toEqual([undefined, undefined, undefined, undefined, undefined]));
it('a profile in words', () => expect(profileOf('{"num_rows": 8000, "note": "x"}')).toEqual([{ name: 'num rows', value: '8,000' }, { name: 'note', value: 'x' }]));
it('where it came from', () => expect([originOf('{"uri": "data/a.parquet"}'), originOf('{"other": 1}'), originOf('s3://b/a')]).toEqual(['data/a.parquet', '{"other": 1}', 's3://b/a']));
