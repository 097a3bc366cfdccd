import { expect, test } from 'vitest';
import { runtimeReason } from '../../../../src/engine/serving/runtimeReason';

test.each([
  ['Load model from /p/a model.onnx failed:/onnxruntime_src/onnxruntime/core/graph/model.cc:187 onnxruntime::Model::Model(onnx::ModelProto&&, const onnxruntime::PathString&, const onnxruntime::logging::Logger&) ModelProto does not have a graph.', 'ModelProto does not have a graph.'],
  ['Load model from model.onnx failed:Protobuf parsing failed.', 'Protobuf parsing failed.'],
  ["it has no output 'label', only y", "it has no output 'label', only y."],
])('of %s the reason stays', (text, reason) => {
  expect(runtimeReason(text)).toBe(reason);
});
