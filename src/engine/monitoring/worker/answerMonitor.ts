/** Answers one ask of the engine about the traffic of a deployment. */
import { answer } from '../../analysis/answer';
import { judgeTruths } from './answerDrift';
import { answeredRows } from './answeredRows';
import { fitQuality } from './fitQuality';
import { judgeWindow } from './judgeWindow';
import { keepWindow } from './keepWindow';
import { labelledRows } from './labelledRows';
import { outcomesOf } from './outcomes';
import type { MonitorAnswer, MonitorAsk } from './ask';

/** @throws Error in a sentence, or in DuckDB's words */
export function answerMonitor(ask: MonitorAsk): Promise<MonitorAnswer> {
  switch (ask.do) {
    case 'rows': return answer(ask);
    case 'judge': return judgeWindow(ask);
    case 'outcomes': return outcomesOf(ask);
    case 'truths': return judgeTruths(ask);
    case 'keep': return keepWindow(ask);
    case 'labelled': return labelledRows(ask);
    case 'answered': return answeredRows(ask);
    case 'fit': return fitQuality(ask);
  }
}
