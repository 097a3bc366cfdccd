import { expect, test } from 'vitest';
import { readMlmodel } from '../../../../src/engine/registry/mlmodel';

const text = `
artifact_path: model
flavors:
  python_function: { loader_module: mlflow.sklearn, model_path: model.pkl, python_version: 3.11.7 }
  sklearn: { pickled_model: model.pkl, serialization_format: cloudpickle }
saved_input_example_info: { artifact_path: input_example.json, type: dataframe }
signature:
  inputs: '[{"type": "double", "name": "sepal length (cm)", "required": true}, {"type": "string", "name": "plan", "required": false}, {"type": "array", "items": {"type": "string"}, "name": "words", "required": true}]'
  outputs: '[{"type": "tensor", "tensor-spec": {"dtype": "int64", "shape": [-1]}}]'
  params: '[{"name": "alpha", "type": "double", "default": 0.5, "shape": null}]'
`;

test('an MLmodel file says flavors, signature, example, Python and loader', () => {
  expect(readMlmodel(text)).toEqual({
    flavors: ['sklearn'], python: '3.11.7', loader: 'mlflow.sklearn', inputExample: 'input_example.json',
    signature: {
      inputs: [
        { name: 'sepal length (cm)', type: 'double', required: true }, { name: 'plan', type: 'string', required: false },
        { name: 'words', type: '{"type":"array","items":{"type":"string"}}', required: true },
      ],
      outputs: [{ name: '', type: 'tensor', dtype: 'int64', shape: [-1], required: true }],
      params: [{ name: 'alpha', type: 'double', required: false, fallback: 0.5 }],
    },
  });
});

test('one without a signature has none; one that is no MLmodel says so', () => {
  expect(readMlmodel('flavors: { python_function: { loader_module: x } }')).toEqual({ flavors: ['python_function'], signature: null, inputExample: null, python: null, loader: 'x' });
  expect(() => readMlmodel('- a')).toThrow('Its MLmodel file names no flavors.');
});
