/** Compares a graph with its original, on the sample that the original has answered. */
import type { OnnxModel } from '../servedModel';
import { AnsweredError, ChildEnded } from '../lineChild';
import type { Sample } from './converter';
import { type Difference, difference } from './difference';
import type { GraphTool } from './graphTool';

/** `missing`: whether the original answers rows with missing numbers, in every column. */
export interface Verdict extends Difference { readonly missing: boolean }

/** @returns `problem`, a clause, when the graph can't take the original's place */
export async function verified(tool: GraphTool, model: OnnxModel, sample: Sample): Promise<Verdict> {
  const missing = sample.probes.every(({ kind, expected }) => kind === 'unknown' || expected !== null);
  try {
    const got = await tool.run(model, sample.given);
    const answers = difference(sample.expected, got.answer);
    const likely = sample.probabilities === null || got.probabilities === null ? { largest: 0, problem: null } : difference(sample.probabilities, got.probabilities);
    const largest = Math.max(answers.largest, likely.largest);
    const problem = answers.problem ?? (likely.problem === null ? null : `of the probabilities, ${likely.problem}`);
    return { largest, problem: problem ?? await firstProbe(tool, model, sample, missing), missing };
  } catch (error) {
    if (error instanceof AnsweredError || error instanceof ChildEnded) {
      return { largest: Number.POSITIVE_INFINITY, problem: `the graph can't be run: ${error.message}`, missing };
    }
    throw error;
  }
}

/** What the original refuses a graph would answer: missing numbers can be refused before it, texts that it never had can't be told there. */
async function firstProbe(tool: GraphTool, model: OnnxModel, sample: Sample, missing: boolean): Promise<string | null> {
  for (const probe of sample.probes) {
    if (probe.expected === null && probe.kind === 'unknown') {
      return `the original refuses a text that column ${probe.column} never had, where a graph would answer (scikit-learn's encoders take handle_unknown="ignore")`;
    }
    // Where one column's are refused, all are: that is what a served model can say.
    if (probe.expected !== null && (missing || probe.kind === 'unknown')) {
      const { problem } = difference(probe.expected, (await tool.run(model, probe.given)).answer);
      if (problem !== null) {
        return `with ${probe.kind === 'missing' ? 'a missing value' : 'a text that it never had'} in column ${probe.column} it answers otherwise: ${problem}`;
      }
    }
  }
  return null;
}
