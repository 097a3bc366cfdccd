/** Entry of the engine process: `node dist/engine.js --store DIR`, detached or, with `--foreground`, as `slipway server`. */
import { runEngine } from './process/engineProcess';
import { limitHeap } from './process/heapLimits';

limitHeap();
void runEngine(process.argv.slice(2), process.env);
