/** Train targets of a slipway.yaml: what its file names, as a process is started with it. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { TrainTarget } from '../protocol/projectFile';
import { commandOf } from './commandWords';
import type { FileProblem } from './problem';
import { readProjectFile } from './read';

export interface TrainTargets {
  readonly targets: Readonly<Record<string, TrainTarget>>;
  /** the first fault of the file: then it has no targets */
  readonly fault?: FileProblem;
}

/** What a target asks to be run. */
export interface TargetRun {
  readonly command: readonly string[];
  /** absolute */
  readonly cwd: string;
  /** absolute path of the Python script in the command, where there is one */
  readonly source?: string;
  readonly experiment?: string;
}

const PYTHON = /^python(3(\.\d+)?)?(\.exe)?$/;

/**
 * @param file absolute path of a slipway.yaml
 * @returns undefined when there is none
 */
export async function readTrainTargets(file: string): Promise<TrainTargets | undefined> {
  const read = await readProjectFile(file);
  return read === undefined ? undefined : { targets: read.file?.train ?? {}, ...(read.fault === undefined ? {} : { fault: read.fault }) };
}

/**
 * @param file absolute path of the slipway.yaml that the target stands in
 * @param python Python of the project: what `python` means in the command; undefined: what it means in a terminal
 * @throws Error on a quote that is not closed
 */
export function targetRun(file: string, target: TrainTarget, python?: string): TargetRun {
  const cwd = path.resolve(path.dirname(file), target.folder ?? '.');
  const [program = '', ...words] = commandOf(target.command);
  const script = words.find((word) => word.endsWith('.py'));
  const source = script === undefined ? undefined : path.resolve(cwd, script);
  return {
    command: [PYTHON.test(program) && python !== undefined ? python : program, ...words], cwd,
    ...(source !== undefined && PYTHON.test(program) && existsSync(source) ? { source } : {}),
    ...(target.experiment === undefined ? {} : { experiment: target.experiment }),
  };
}
