/** The data that a train target names under `validate`, checked before its job starts. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { ValidationReport } from '../../protocol/dataSchema';
import { executeCommand } from '../register';
import { Command } from '../contributions';
import { type NextStep, Problem } from '../problem';
import { dataAnswer } from './dataCommand';

export interface InputCheck {
  /** absolute path of dist/slipway.js */
  readonly program: string;
  readonly store: string;
  /** absolute path of the slipway.yaml */
  readonly projectFile: string;
  /** of schemas */
  readonly names: readonly string[];
  readonly target: string;
  /** starts the target without this check */
  readonly train: () => Promise<unknown>;
}

/** @throws Problem that says what is broken, with a button to look at the data, and one to train all the same */
export async function mustBeValid({ program, store, projectFile, names, target, train }: InputCheck): Promise<void> {
  await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: `Checking the data of ${target}`, cancellable: true }, async (_, token) => {
    const end = new AbortController();
    const cancelled = token.onCancellationRequested(() => end.abort());
    try {
      for (const name of names) {
        const report = (await dataAnswer<ValidationReport>({ program, words: ['validate', '--schema', name, '--json', '--store', store], cwd: path.dirname(projectFile), signal: end.signal })).parse();
        if (!report.valid) {
          throw new Problem(`${target} was not started: ${brokenText(report)}`, [
            { title: 'Show data', run: async () => executeCommand(Command.profileData, { fsPath: report.path }) },
            trainStep(train),
          ]);
        }
      }
    } catch (error) {
      // What could not be checked is not known to be right.
      throw error instanceof Problem && error.steps.length === 0 ? new Problem(`${target} was not started, since its data could not be checked. ${error.message}`, [trainStep(train)]) : error;
    } finally {
      cancelled.dispose();
    }
  });
}

function trainStep(train: () => Promise<unknown>): NextStep {
  return { title: 'Train all the same', run: train };
}

/** `train.csv is not as "input" says. age: Each value must be at most 100, and in 3 rows (0.2 %) it is not.` */
export function brokenText({ path: file, schema, violations }: Pick<ValidationReport, 'path' | 'schema' | 'violations'>): string {
  const [first] = violations;
  const more = violations.length === 1 ? '' : ` And ${violations.length - 1} more ${violations.length === 2 ? 'rule is' : 'rules are'} broken.`;
  return `${path.basename(file)} is not as "${schema}" says. ${first === undefined ? '' : `${first.column === null ? '' : `${first.column}: `}${first.message}`}${more}`;
}
