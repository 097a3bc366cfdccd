/** What ONNX Runtime says of a graph, without where in its own sources it says so. */

const FILE = /Load model from .+? failed:\s*/s;
/** "/onnxruntime_src/onnxruntime/core/graph/model.cc:187 onnxruntime::Model::Model(onnx::ModelProto&&, …) " */
const PLACE = /\S*onnxruntime\S*\.(?:cc|h):\d+ [^(]*\([^)]*\)(?: \[[^\]]*\])?\s*/g;

/** @returns one sentence with its point; the whole text where nothing of it is known */
export function runtimeReason(text: string): string {
  const reason = text.replace(FILE, '').replaceAll(PLACE, '').trim();
  return reason === '' ? text : reason.replace(/[.!]?$/, '.');
}
