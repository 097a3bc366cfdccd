/** The end of a forked worker: it answers one ask after the other, and ends with its engine. */
import os from 'node:os';
import type { AnswerMessage, AskMessage } from './ask';

/** @param answer what it throws is told to the asker in its words */
export function answerAsks<Ask, Answer>(answer: (ask: Ask) => Promise<Answer>): void {
  // What is served, and what trains, goes first.
  os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL);
  let last: Promise<void> = Promise.resolve();
  const answerAfter = async (before: Promise<void>, { id, ask }: AskMessage<Ask>): Promise<void> => {
    await before;
    const told: AnswerMessage<Answer> = await answer(ask).then(
      (answered) => ({ id, answer: answered }),
      (error: unknown) => ({ id, error: error instanceof Error ? error.message : String(error) }),
    );
    process.send?.(told);
  };
  process.on('message', (message) => {
    last = answerAfter(last, message as AskMessage<Ask>);
  });
  process.on('disconnect', () => process.exit(0));
}
