/** GET /v1/models/M/metadata: the model as TensorFlow Serving describes one. */
import type { TensorSpec } from '../rows';
import type { Arm } from '../arms/arm';

const DTYPES: Readonly<Record<TensorSpec['type'], string>> = {
  float64: 'DT_DOUBLE', float32: 'DT_FLOAT', int64: 'DT_INT64', int32: 'DT_INT32', int16: 'DT_INT16', int8: 'DT_INT8',
  uint64: 'DT_UINT64', uint32: 'DT_UINT32', uint16: 'DT_UINT16', uint8: 'DT_UINT8', bool: 'DT_BOOL', string: 'DT_STRING', json: 'DT_STRING',
};

/** @returns what predict takes and gives as serving_default */
export function metadata(arm: Arm): object {
  const { inputs, outputs } = arm.scored;
  return {
    model_spec: { name: arm.model, signature_name: '', version: arm.version },
    metadata: { signature_def: { signature_def: { serving_default: { inputs: tensors(inputs), outputs: tensors(outputs.slice(0, 1)), method_name: 'tensorflow/serving/predict' } } } },
  };
}

function tensors(specs: readonly TensorSpec[]): object {
  return Object.fromEntries(specs.map(({ name, type, shape }) => [name, { dtype: DTYPES[type], tensor_shape: { dim: [-1, ...shape].map((size) => ({ size: String(size), name: '' })), unknown_rank: false }, name: `${name}:0` }]));
}
