/** The monitoring worker: `dist/monitor.js`, forked by the engine when there is a window to judge. What it has prepared of a reference stays while it lasts. */
import { answerAsks } from '../../analysis/answerAsks';
import { answerMonitor } from './answerMonitor';

answerAsks(answerMonitor);
