import { describe, expect, it } from 'vitest';
import type { ModelSignature, SignatureField } from '../../../../src/protocol/modelContents';
import { fieldProblem, formFields, prefilled, pythonSnippet, typeName } from '../../../../webview/model/signatureForm';

function signature(inputs: readonly (Partial<SignatureField> & { type: string })[], params: readonly (Partial<SignatureField> & { type: string })[] = []): ModelSignature {
  const whole = (field: Partial<SignatureField> & { type: string }): SignatureField => ({ name: '', required: true, ...field });
  return { inputs: inputs.map(whole), outputs: [], params: params.map(whole) };
}

const churn = signature([{ name: 'tenure', type: 'double' }, { name: 'visits', type: 'integer' }, { name: 'plan', type: 'string' }, { name: 'paperless', type: 'boolean', required: false }]);

describe('the form of a signature', () => {
  it('begins with the first row of the example, in every form that mlflow writes', () => {
    const expected = { 'input tenure': '12.5', 'input visits': '3', 'input plan': 'yearly', 'input paperless': 'true' };
    const row = { tenure: 12.5, visits: 3, plan: 'yearly', paperless: true };
    const split = { columns: Object.keys(row), data: [Object.values(row), [0, 0, '', false]] };
    for (const example of [split, { dataframe_split: split }, { dataframe_records: [row] }, [row], { inputs: row }, { inputs: { tenure: [12.5], visits: [3], plan: ['yearly'], paperless: [true] } }]) {
      expect(prefilled(churn, example)).toEqual(expected);
    }
    expect(prefilled(churn, null)).toEqual({});
    expect(prefilled(churn, { columns: [], data: [] })).toEqual({});
  });

  it('takes tensors whole, and params from the example before their defaults', () => {
    const image = signature([{ type: 'tensor', dtype: 'float32', shape: [-1, 2] }], [{ name: 'top', type: 'long', fallback: 5, required: false }, { name: 'soft', type: 'boolean', fallback: true, required: false }]);
    expect(prefilled(image, { inputs: [[1, 2]], params: { top: 3 } })).toEqual({ 'input 0': '[[1,2]]', 'param top': '3', 'param soft': 'true' });
    const named = signature([{ name: 'pixels', type: 'tensor', dtype: 'uint8', shape: [-1, 2] }]);
    expect(prefilled(named, { inputs: { pixels: [[1, 2]] } })).toEqual({ 'input pixels': '[[1,2]]' });
    expect(typeName(named.inputs[0] as SignatureField)).toBe('uint8[?, 2]');
  });

  it('tells what is wrong with a field', () => {
    const [tenure, visits, plan, paperless] = formFields(churn.inputs, 'input');
    const problems = [[tenure, 'long'], [tenure, ''], [tenure, 'NaN'], [visits, '1.5'], [visits, '+2'], [plan, ''], [paperless, '']].map(([field, text]) => fieldProblem(field as never, text as string));
    expect(problems).toEqual(['This is a number.', 'A value is needed here.', undefined, 'This is a whole number.', undefined, undefined, undefined]);
    const [tensor] = formFields(signature([{ type: 'tensor', dtype: 'int64', shape: [-1] }]).inputs, 'input');
    expect(fieldProblem(tensor as never, '[1, 2')).toMatch(/^This is JSON, such as/);
  });
});

describe('the Python that predicts', () => {
  it('makes a frame with the types that the signature asks for', () => {
    expect(pythonSnippet('models:/churn@champion', churn, { 'input tenure': '12', 'input visits': '3', 'input plan': 'two "years"', 'input paperless': '' })).toBe(`import mlflow
import pandas as pd

model = mlflow.pyfunc.load_model("models:/churn@champion")
data = pd.DataFrame([{
    "tenure": 12.0,
    "visits": 3,
    "plan": "two \\"years\\"",
}]).astype({"visits": "int32"})
print(model.predict(data))
`);
  });

  it('names what is still to be filled in', () => {
    expect(pythonSnippet('models:/churn/1', churn, { 'input tenure': 'long', 'input plan': '' })).toContain('# Still to be filled in: tenure, visits\ndata = pd.DataFrame([{\n    "plan": "",\n}])\n');
  });

  it('makes arrays of tensors, and hands params over', () => {
    const text = pythonSnippet('models:/digits/1', signature([{ type: 'tensor', dtype: 'float32', shape: [-1, 2] }], [{ name: 'soft', type: 'boolean' }, { name: 'when', type: 'datetime' }]), { 'input 0': '[[1, null]]', 'param soft': 'true', 'param when': '2026-01-31' });
    expect(text).toContain('import numpy as np\nimport pandas as pd\n');
    expect(text).toContain('data = np.array([[1, None]], dtype="float32")\nparams = {"soft": True, "when": pd.Timestamp("2026-01-31")}\nprint(model.predict(data, params=params))\n');
  });
});
