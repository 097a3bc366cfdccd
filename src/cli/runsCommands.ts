/** `slipway runs`, `show`, `compare`, `logs`, `stop`: looking at runs and ending them. */
import { type Command, InvalidArgumentError } from 'commander';
import type { EngineClient } from '../connection/engineClient';
import { RunArtifact } from '../protocol/runArtifacts';
import { EngineError } from '../connection/engineError';
import { RunTag } from '../protocol/runTags';
import type { Run } from '../protocol/mlflow';
import { findRun } from './findRun';
import { followJob, LastingClient } from './followJob';
import { comparison, runDocument, runPage, runsTable } from './runView';
import { CommandFailure, common, print, printJson, hasStore, mustExist, progress, withEngine, withStore, type CommonOptions } from './session';

const PAGE = 1000;
const SHOWN = 50;

interface ListOptions extends CommonOptions {
  readonly experiment?: string;
  readonly filter?: string;
  readonly orderBy?: string[];
  readonly max?: number;
}

/** Adds the commands to the program. */
export function addRunsCommands(program: Command): void {
  common(program.command('runs'))
    .description('list runs, newest first')
    .option('--experiment <name>', 'only of this experiment')
    .option('--filter <filter>', 'MLflow\'s filter language: metrics.auc > 0.8 and params.model = "rf"')
    .option('--order-by <order...>', 'such as "metrics.auc DESC"; may be given several times')
    .option('--max <count>', `at most this many (default: ${SHOWN})`, positive)
    .action((options: ListOptions) => (hasStore(options) ? withEngine(options, (client) => list(client, options)) : tell([], options, new Map())));
  common(program.command('show'))
    .description('show a run: its metrics, params and where it came from')
    .argument('<run>', 'run id, the beginning of one, or run name')
    .action((text: string, options: CommonOptions) => withStore(options, (client) => show(client, text, options)));
  common(program.command('compare'))
    .description('compare runs side by side; ▲ marks the best')
    .argument('<run...>', 'run ids, beginnings of ids, or run names')
    .action((texts: string[], options: CommonOptions) => withStore(options, (client) => compare(client, texts, options)));
  common(program.command('logs'))
    .description('print the log of the job that a run came from')
    .argument('<run>', 'run id, the beginning of one, or run name')
    .option('-f, --follow', 'go on until the job has ended')
    .action((text: string, options: CommonOptions & { readonly follow?: boolean }) => logs(text, options));
  common(program.command('stop'))
    .description('stop the job that a run came from, and wait for its end')
    .argument('<run>', 'run id, the beginning of one, or run name')
    .action((text: string, options: CommonOptions) => stop(text, options));
}

function positive(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) {
    throw new InvalidArgumentError('It must be a whole number above 0.');
  }
  return Number(text);
}

async function list(client: EngineClient, options: ListOptions): Promise<void> {
  const all = await client.experiments();
  const chosen = options.experiment === undefined ? all : all.filter(({ name, experiment_id: id }) => name === options.experiment || id === options.experiment);
  if (options.experiment !== undefined && chosen.length === 0) {
    throw new CommandFailure(`No experiment is called "${options.experiment}". There are: ${all.map(({ name }) => name).join(', ')}.`);
  }
  tell(await collect(client, chosen.map(({ experiment_id: id }) => id), options), options, new Map(all.map(({ experiment_id: id, name }) => [id, name])));
}

function tell(runs: readonly Run[], options: ListOptions, experiments: ReadonlyMap<string, string>): void {
  if (options.json === true) {
    printJson(runs.map((run) => runDocument(run)));
  } else if (runs.length === 0) {
    progress(options.filter === undefined ? 'No runs yet. "slipway run -- python train.py" makes one.' : 'No run matches the filter.');
  } else {
    print(runsTable(runs, experiments, Date.now()));
  }
}

async function collect(client: EngineClient, experiments: readonly string[], options: ListOptions): Promise<Run[]> {
  const most = options.max ?? SHOWN;
  const runs: Run[] = [];
  let token: string | undefined;
  do {
    const page = await client.searchRuns({
      experiment_ids: experiments, max_results: Math.min(PAGE, most - runs.length), order_by: options.orderBy ?? ['attributes.start_time DESC'],
      ...(options.filter === undefined ? {} : { filter: options.filter }), ...(token === undefined ? {} : { page_token: token }),
    });
    runs.push(...page.runs);
    token = page.nextPageToken;
  } while (token !== undefined && runs.length < most);
  return runs;
}

async function show(client: EngineClient, text: string, options: CommonOptions): Promise<void> {
  const run = await findRun(client, text);
  if (options.json === true) {
    printJson([runDocument(run)]);
    return;
  }
  const experiment = (await client.experiments(true)).find(({ experiment_id: id }) => id === run.info.experiment_id);
  print(runPage(run, experiment?.name ?? run.info.experiment_id, Date.now()));
}

async function compare(client: EngineClient, texts: readonly string[], options: CommonOptions): Promise<void> {
  const runs: Run[] = [];
  for (const text of texts) {
    runs.push(await findRun(client, text));
  }
  if (options.json === true) {
    printJson(runs.map((run) => runDocument(run)));
    return;
  }
  const experiment = (await client.experiments(true)).find(({ experiment_id: id }) => id === runs[0]?.info.experiment_id);
  print(comparison(runs, Object.fromEntries((experiment?.tags ?? []).map(({ key, value }) => [key, value]))));
}

async function logs(text: string, options: CommonOptions & { readonly follow?: boolean }): Promise<void> {
  mustExist(options);
  const lasting = new LastingClient(options);
  try {
    const run = await lasting.with((client) => findRun(client, text));
    const jobId = jobOf(run);
    let log = '';
    const write = (part: string): void => {
      if (options.json === true) {
        log += part;
      } else {
        process.stdout.write(part);
      }
    };
    if (jobId === undefined) {
      throw new CommandFailure(`${run.info.run_name} was not started by Slipway, so its output was not recorded. "slipway run -- …" records it.`);
    }
    await writeLog(lasting, run, jobId, options.follow === true, write);
    if (options.json === true) {
      printJson([{ ...runDocument(run), log }]);
    }
  } finally {
    lasting.close();
  }
}

/** From the job while it is there, else from what was kept with the run. */
async function writeLog(lasting: LastingClient, run: Run, jobId: string, follow: boolean, write: (part: string) => void): Promise<void> {
  try {
    if (follow) {
      await followJob(lasting, await lasting.with((client) => client.job(jobId)), write);
      return;
    }
    for (let offset = 0; ;) {
      const part = await lasting.with((client) => client.jobLog(jobId, offset));
      write(part.text);
      if (part.text === '') {
        return;
      }
      offset = part.offset;
    }
  } catch (error) {
    if (!(error instanceof EngineError && error.status === 404)) {
      throw error;
    }
    write((await lasting.with((client) => client.artifact(run.info.run_id, RunArtifact.log))).toString('utf8'));
  }
}

async function stop(text: string, options: CommonOptions): Promise<void> {
  mustExist(options);
  const lasting = new LastingClient(options);
  try {
    const run = await lasting.with((client) => findRun(client, text));
    const jobId = jobOf(run);
    if (jobId === undefined) {
      throw new CommandFailure(`${run.info.run_name} was not started by Slipway, so it can't be stopped from here: end its process where it runs.`);
    }
    const job = await lasting.with((client) => client.stopJob(jobId));
    const ended = await followJob(lasting, job, () => undefined);
    const after = await lasting.with((client) => client.run(run.info.run_id));
    if (options.json === true) {
      printJson([runDocument(after)]);
    } else {
      print(`${after.info.run_name} ${ended.state}`);
    }
  } finally {
    lasting.close();
  }
}

function jobOf(run: Run): string | undefined {
  return run.data.tags?.find(({ key }) => key === RunTag.job)?.value;
}
