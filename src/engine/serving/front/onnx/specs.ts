/** How a served graph describes itself to clients: by the names of the signature, which are those that predict takes. */
import type { InferenceSession } from 'onnxruntime-node';
import type { OnnxModel } from '../../servedModel';
import type { TensorSpec } from '../rows';
import { elementTypeOf as signatureType, isTensor } from '../signatureTypes';
import { elementTypeOf } from './elements';
import type { GraphInput } from './graph';

export function inputSpecs(plan: OnnxModel, graph: readonly GraphInput[]): TensorSpec[] {
  const fields = plan.signature?.inputs ?? [];
  const [first] = fields;
  if (first === undefined || first.name === '') {
    return graph.map(({ name, type, rowShape }) => ({ name, type: first === undefined ? type : signatureType(first), shape: rowShape }));
  }
  return fields.map((field) => ({ name: field.name, type: signatureType(field), shape: isTensor(field) ? (field.shape ?? []).slice(1) : [] }));
}

export function outputSpecs(plan: OnnxModel, metadata: readonly InferenceSession.ValueMetadata[]): TensorSpec[] {
  return [plan.answer, plan.probabilities].flatMap((name) => {
    const output = metadata.find((candidate) => candidate.name === name);
    if (output === undefined || !output.isTensor) {
      return [];
    }
    const shape = output.shape.slice(1).map((length) => (typeof length === 'number' && length >= 0 ? length : -1));
    if (name === plan.answer) {
      const values = answerShape(plan) === 'values' && shape.length === 1 && shape[0] === 1;
      return [{ name: output.name, type: plan.labels === null ? (elementTypeOf(output.type) ?? 'json') : labelType(plan.labels), shape: values ? [] : shape }];
    }
    return [{ name: output.name, type: elementTypeOf(output.type) ?? 'json', shape: plan.classes === null ? shape : [plan.classes.length] }];
  });
}

/** Graphs of regressors answer [rows, 1] where predict gives [rows]: the signature says which it was; without one it was values. */
export function answerShape(plan: OnnxModel): 'values' | 'rows' {
  const [output] = plan.signature?.outputs ?? [];
  return output?.shape !== undefined && output.shape.length > 1 ? 'rows' : 'values';
}

/** @returns the type of what predict gives in place of class numbers */
export function labelType(labels: readonly (string | number | boolean)[]): TensorSpec['type'] {
  return labels.every((label) => typeof label === 'number') ? 'int64' : labels.every((label) => typeof label === 'boolean') ? 'bool' : 'string';
}
