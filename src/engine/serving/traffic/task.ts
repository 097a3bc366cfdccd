/** What a version predicts: one of several answers, or a number. Says how its predictions are compared with what came true. */
import type { ElementType } from '../front/rows';
import type { ServedModel } from '../servedModel';

export type Task = 'classification' | 'regression';

const FRACTIONS = new Set(['double', 'float', 'float64', 'float32', 'float16']);

/** @returns undefined where neither the graph nor the signature says */
export function taskOf(served: ServedModel): Task | undefined {
  if (served.kind === 'onnx' && (served.labels !== null || served.classes !== null)) {
    return 'classification';
  }
  const [output] = served.signature?.outputs ?? [];
  return output === undefined ? undefined : FRACTIONS.has(output.type === 'tensor' ? (output.dtype ?? '') : output.type) ? 'regression' : 'classification';
}

/** Of predictions whose model says nothing: fractions are numbers, everything else is one of several. */
export function taskOfType(type: ElementType): Task {
  return FRACTIONS.has(type) ? 'regression' : 'classification';
}
