/** Loads what an arm scores with. */
import path from 'node:path';
import { DeploymentFile } from '../../deploymentFiles';
import { loadPythonModel } from '../../pythonModel';
import type { ServedModel } from '../../servedModel';
import { loadOnnxModel } from '../onnx/onnxScoredModel';
import type { ScoredModel } from '../scoredModel';
import { loadApart } from './modelApart';

/** front: in this process, which is quickest · apart: in a process of its own, whose end and whose memory are nobody else's */
export type Place = 'front' | 'apart';

/**
 * @param folder of the deployment
 * @param memory megabytes that a process of its own may take; undefined: as much as there is
 * @throws Error in a sentence when it can't be loaded
 */
export async function loadModel(served: ServedModel, place: Place, folder: string, memory: number | undefined): Promise<ScoredModel> {
  switch (served.kind) {
    case 'onnx':
      return place === 'front' ? loadOnnxModel(served) : loadApart(served, memory);
    case 'python':
      // The user's Python is a process of its own wherever it is asked from.
      return loadPythonModel(served, path.join(folder, DeploymentFile.log));
  }
}
