/** `slipway run -- CMD…` and `slipway run --target NAME`: a tracked job. */
import path from 'node:path';
import type { Command } from 'commander';
import { processEnvironment } from '../connection/processEnvironment';
import type { Job } from '../protocol/jobs';
import type { Run } from '../protocol/mlflow';
import { problemText } from '../projectFile/problem';
import { readTrainTargets, targetRun, type TargetRun } from '../projectFile/trainTargets';
import { followJob, LastingClient } from './followJob';
import { findPython, PROJECT_FILE, projectRoot } from './projectRoot';
import { runDocument, runLine } from './runView';
import { CommandFailure, common, Exit, print, printJson, progress, type CommonOptions } from './session';
import { mustBeValid } from './validatedInput';

interface Options extends CommonOptions {
  readonly target?: string;
  readonly experiment?: string;
  readonly name?: string;
  readonly detach?: boolean;
  /** false: what the target names under `validate` is not checked */
  readonly validate: boolean;
}

/** Adds the command to the program. */
export function addRunCommand(program: Command): void {
  common(program.command('run'))
    .description('run a command as a tracked job; it goes on when this terminal closes')
    .argument('[command...]', 'the command and its arguments, after --')
    .option('--target <name>', 'in place of a command: the train target of this name in slipway.yaml')
    .option('--experiment <name>', 'experiment of its runs; made when it is not there')
    .option('--name <name>', 'name of its run')
    .option('--no-validate', 'start a target also where the data that it names under "validate" are not as their schema says')
    .option('--detach', 'return at once; "slipway logs" shows what it says')
    .passThroughOptions()
    .action((command: string[], options: Options, self: Command) => {
      if ((options.target === undefined) === (command.length === 0)) {
        self.error(options.target === undefined ? "error: missing required argument 'command', or --target with a train target of slipway.yaml" : 'error: a command and --target: give one of them');
      }
      return runTracked(command, options);
    });
}

async function runTracked(command: readonly string[], options: Options): Promise<void> {
  const { experiment, ...asked } = await requestOf(command, options);
  const lasting = new LastingClient(options);
  try {
    const job = await lasting.with((client) => client.submitJob({
      ...asked, command: [...asked.command], env: processEnvironment(),
      ...(options.name === undefined ? {} : { name: options.name }), ...(experiment === undefined ? {} : { experiment }),
    }));
    if (job.note !== undefined) {
      progress(job.note);
    }
    if (options.detach === true) {
      tellDetached(job, options);
      return;
    }
    process.exitCode = await follow(lasting, job, options);
  } finally {
    lasting.close();
  }
}

/** @throws CommandFailure where there is no such target */
async function requestOf(command: readonly string[], options: Options): Promise<TargetRun> {
  const asked = options.target === undefined ? { command, cwd: process.cwd() } : await targetNamed(options.target, options);
  return options.experiment === undefined ? asked : { ...asked, experiment: options.experiment };
}

async function targetNamed(name: string, options: Options): Promise<TargetRun> {
  const root = projectRoot(options);
  const file = path.join(root, PROJECT_FILE);
  const found = await readTrainTargets(file);
  if (found?.fault !== undefined) {
    throw new CommandFailure(problemText(file, found.fault));
  }
  const target = found !== undefined && Object.hasOwn(found.targets, name) ? found.targets[name] : undefined;
  if (target === undefined) {
    const names = Object.keys(found?.targets ?? {});
    throw new CommandFailure(found === undefined ? `There is no ${PROJECT_FILE} in ${root}, so there are no train targets.` : `${file} has no train target "${name}". ${names.length === 0 ? 'It has none.' : `It has ${names.join(', ')}.`}`);
  }
  if (options.validate && target.validate !== undefined) {
    await mustBeValid(file, target.validate);
  }
  return targetRun(file, target, findPython(undefined, root));
}

function tellDetached(job: Job, options: Options): void {
  if (options.json === true) {
    printJson(job);
  } else {
    print(`${job.name}: job ${job.job_id} ${job.state}, log in ${job.log_file}`);
  }
}

/** @returns the exit code: 0 when the command's was */
async function follow(lasting: LastingClient, job: Job, options: Options): Promise<number> {
  if (job.state === 'queued') {
    progress(`${job.name}: waiting for a free worker`);
  }
  const unlisten = stopOnInterrupt(lasting, job);
  try {
    // With --json stdout is for the document alone.
    const ended = await followJob(lasting, job, (text) => (options.json === true ? process.stderr : process.stdout).write(text));
    const runs = await lasting.with((client) => Promise.all(ended.run_ids.map((id) => client.run(id))));
    tellEnd(ended, runs, options);
    return ended.state === 'finished' ? Exit.done : Exit.failed;
  } finally {
    unlisten();
  }
}

/** Ctrl+C ends the job, not only the looking at it; a second one does not wait for it to tidy up. */
function stopOnInterrupt(lasting: LastingClient, job: Job): () => void {
  let asked = 0;
  const onInterrupt = (): void => {
    asked += 1;
    progress(asked === 1 ? `\n${job.name}: stopping; Ctrl+C again to end it at once` : `${job.name}: ending it`);
    lasting.with((client) => client.stopJob(job.job_id, asked === 1 ? undefined : 0)).catch((error: unknown) => {
      progress(error instanceof Error ? error.message : String(error));
    });
  };
  process.on('SIGINT', onInterrupt);
  process.on('SIGTERM', onInterrupt);
  return () => {
    process.off('SIGINT', onInterrupt);
    process.off('SIGTERM', onInterrupt);
  };
}

function tellEnd(job: Job, runs: readonly Run[], options: Options): void {
  if (options.json === true) {
    printJson({ job_id: job.job_id, name: job.name, state: job.state, exit_code: job.exit_code, signal: job.signal, failure: job.failure, log_file: job.log_file, runs: runs.map((run) => runDocument(run)) });
    return;
  }
  if (job.failure !== null) {
    progress(`${job.name} ${job.state}: ${job.failure}`);
  } else if (job.state !== 'finished') {
    progress(`${job.name} ${job.state}`);
  }
  for (const run of runs) {
    progress(runLine(run));
  }
}
