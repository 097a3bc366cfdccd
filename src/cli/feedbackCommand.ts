/** `slipway feedback`: what came true, sent to a deployment. */
import path from 'node:path';
import type { Command } from 'commander';
import type { FeedbackAnswer } from '../protocol/deploymentTraffic';
import { common, Exit, print, printJson, progress, withStore, type CommonOptions } from './session';

/** Adds the command to the program. */
export function addFeedbackCommand(program: Command): void {
  common(program.command('feedback'))
    .description('send what came true to a deployment: a file with columns truth and id (or key), and row where requests had several')
    .argument('<name>', 'of the deployment')
    .argument('<file>', '.csv, .parquet, or JSON lines')
    .action((name: string, file: string, options: CommonOptions) => withStore(options, async (client) => {
      const answer = await client.serving.feedback(name, path.resolve(file));
      if (options.json === true) {
        printJson(answer);
      } else {
        feedbackText(name, answer).forEach(print);
      }
      if (answer.accepted === 0) {
        progress('Nothing was kept.');
        process.exitCode = Exit.failed;
      }
    }));
}

/** Lines for people. */
export function feedbackText(name: string, answer: FeedbackAnswer): string[] {
  const { accepted, matched, unmatched_count: unmatched, not_sampled_count: unsampled, refused_count: refused } = answer;
  return [
    `${name} keeps ${truths(accepted)}, ${matched === accepted ? 'all' : matched} for requests in its log.`,
    ...(unmatched === 0 ? [] : [`${truths(unmatched)} for requests that it does not know: ${named(answer.unmatched, unmatched)}`]),
    ...(unsampled === 0 ? [] : [`${truths(unsampled)} not kept, for requests that are not sampled: ${named(answer.not_sampled, unsampled)}`]),
    ...(refused === 0 ? [] : [`${truths(refused)} refused:`, ...answer.refused.map(({ id, why }) => `  ${id}: ${why}`), ...(refused > answer.refused.length ? ['  …'] : [])]),
  ];
}

function truths(count: number): string {
  return count === 1 ? '1 truth' : `${count} truths`;
}

function named(names: readonly string[], count: number): string {
  return `${names.join(', ')}${count > names.length ? ', …' : ''}`;
}
