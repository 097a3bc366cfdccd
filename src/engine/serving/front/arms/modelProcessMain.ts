/** The process of an arm: `node dist/arm.js`, forked by its front. Loads one graph and scores what it is sent; ends with its front. */
import { MlflowError } from '../../../mlflowErrors';
import { limitHeap } from '../../../process/heapLimits';
import { loadOnnxModel } from '../onnx/onnxScoredModel';
import { watchMemory } from '../memoryLimit';
import type { ScoredModel } from '../scoredModel';
import type { FromModel, ToModel } from './modelProcess';

let model: ScoredModel | undefined;

function say(message: FromModel): void {
  process.send?.(message);
}

async function load(message: Extract<ToModel, { type: 'load' }>): Promise<void> {
  try {
    model = await loadOnnxModel(message.served);
    watchMemory(message.memory, (why) => process.send?.({ type: 'over', why } satisfies FromModel, () => process.exit(1)));
    const { platform, inputs, outputs, mostRows } = model;
    say({ type: 'loaded', platform, inputs, outputs, mostRows });
  } catch (error) {
    say({ type: 'failed', why: error instanceof Error ? error.message : String(error) });
  }
}

async function score({ id, requests }: Extract<ToModel, { type: 'score' }>): Promise<void> {
  try {
    if (model === undefined) {
      throw new Error('no model is loaded');
    }
    for (const rows of requests) {
      model.check(rows);
    }
    say({ type: 'answers', id, answers: await model.score(requests) });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    say(error instanceof MlflowError ? { type: 'error', id, message, code: error.code, status: error.status } : { type: 'error', id, message });
  }
}

limitHeap();
process.on('message', (message: ToModel) => void (message.type === 'load' ? load(message) : score(message)));
process.on('disconnect', () => process.exit(0));
// A terminal that is interrupted tells all of its processes: the front decides when this one ends.
process.on('SIGINT', () => undefined);
