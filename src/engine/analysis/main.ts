/**
 * The analysis worker: `dist/analysis.js`, forked by the engine when there is something to read or to seal. Of what lasts, DuckDB lives here and
 * in the monitoring worker only, so that a native crash or a greedy query touches nothing else.
 */
import { answer } from './answer';
import { answerAsks } from './answerAsks';

answerAsks(answer);
