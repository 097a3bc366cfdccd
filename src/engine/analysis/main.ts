/**
 * The analysis worker: `dist/analysis.js`, forked by the engine when there is something to read or to seal. DuckDB lives here only, so that
 * a native crash or a greedy query touches nothing else. It answers one ask after the other, and ends with its engine.
 */
import os from 'node:os';
import { answer } from './answer';
import type { AnswerMessage, AskMessage } from './ask';

// What is served, and what trains, goes first.
os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL);

let last: Promise<void> = Promise.resolve();

async function answerAfter(before: Promise<void>, { id, ask }: AskMessage): Promise<void> {
  await before;
  const told: AnswerMessage = await answer(ask).then(
    (table) => ({ id, table }),
    (error: unknown) => ({ id, error: error instanceof Error ? error.message : String(error) }),
  );
  process.send?.(told);
}

process.on('message', (message) => {
  last = answerAfter(last, message as AskMessage);
});
process.on('disconnect', () => process.exit(0));
