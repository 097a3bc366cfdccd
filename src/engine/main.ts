/** Entry of the engine process: `node dist/engine.js --store DIR`, detached or, with `--foreground`, as `slipway server`. */
import './process/heapLimits';
import { runEngine } from './process/engineProcess';

void runEngine(process.argv.slice(2), process.env);
