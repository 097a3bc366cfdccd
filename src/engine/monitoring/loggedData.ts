/** The data set that the champion's run has logged, as a file to compare with: MLflow records its digest and where it came from, not its rows. */
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { processEnvironment } from '../../connection/processEnvironment';
import type { Dataset, DatasetInput, KeyValue, Run } from '../../protocol/mlflow';
import type { ModelVersion } from '../../protocol/registry';
import { READABLE } from '../analysis/dataFile';
import { MlflowError } from '../mlflowErrors';
import { LineChild } from '../serving/lineChild';
import { championOf } from '../serving/standing';
import { untracked } from '../training/jobEnvironment';
import { fileName } from './estimators';
import type { MonitorRecord } from './store';

export interface LoggedDataParts {
  /** @throws RESOURCE_DOES_NOT_EXIST */
  readonly version: (name: string, version: string) => Pick<ModelVersion, 'run_id' | 'model_id'>;
  /** The run that wrote a logged model; '' where none did. @throws RESOURCE_DOES_NOT_EXIST */
  readonly runOfModel: (modelId: string) => string;
  /** @throws RESOURCE_DOES_NOT_EXIST */
  readonly run: (runId: string) => Pick<Run, 'inputs' | 'data'>;
  /** src/python/slipway_dataset_digest.py */
  readonly script: string;
  /** of logs, absolute */
  readonly folder: string;
}

/** A data set whose file is what was logged. */
export interface FoundData { readonly name: string; readonly /** absolute path */ file: string }

/** A sentence that says why its rows can't be compared with. */
export interface NoData { readonly reason: string }

type Asked = Pick<MonitorRecord, 'name' | 'root' | 'python'>;

/** Of this machine: no host stands in it. */
const FILE_URL = /^file:\/(\/\/)?(?!\/)/i;
const CONTEXT = 'mlflow.data.context';
const MINUTE = 60_000;
const TIMEOUT = 10 * MINUTE;
/** A Python that could not say it is asked again: somebody may have installed what it lacks. */
const AGAIN = 10 * MINUTE;

export class LoggedData {
  /** What was found of a file with this size and time. */
  readonly #known = new Map<string, { readonly found: FoundData | NoData; /** Unix ms; undefined: for ever */ readonly until?: number }>();

  constructor(private readonly parts: LoggedDataParts) {}

  /**
   * @param deployment absolute path of the deployment's folder
   * @param signal ends what is asked for it
   * @returns undefined where the champion's run has logged no data set
   */
  async of(asked: Asked, deployment: string, signal: AbortSignal): Promise<FoundData | NoData | undefined> {
    const champion = championOf(deployment);
    const run = champion === undefined ? undefined : this.#runOf(champion.model, champion.version);
    let first: NoData | undefined;
    for (const { dataset } of byContext(run?.inputs?.dataset_inputs ?? [])) {
      const found = await this.#same(asked, dataset, run?.data.tags ?? [], signal);
      if ('file' in found) {
        return found;
      }
      first ??= found;
    }
    return first;
  }

  #runOf(model: string, version: string): Pick<Run, 'inputs' | 'data'> | undefined {
    try {
      const { run_id: run, model_id: logged } = this.parts.version(model, version);
      const id = run === '' && logged !== undefined ? this.parts.runOfModel(logged) : run;
      return id === '' ? undefined : this.parts.run(id);
    } catch (error) {
      // A version or run that has been deleted, or was never here, logged nothing that is known.
      if (error instanceof MlflowError) {
        return undefined;
      }
      throw error;
    }
  }

  async #same(asked: Asked, dataset: Dataset, tags: readonly KeyValue[], signal: AbortSignal): Promise<FoundData | NoData> {
    const file = fileOf(dataset, [asked.root, ...tags.flatMap(({ key, value }) => (key === 'mlflow.source.name' && path.isAbsolute(value) ? [path.dirname(value)] : []))]);
    if (typeof file !== 'string') {
      return file;
    }
    if (asked.python === null) {
      return { reason: `No Python is known, which tells whether ${path.basename(file)} is what the run logged.` };
    }
    const { size, mtimeMs } = statSync(file);
    const key = [asked.python, file, size, mtimeMs, dataset.name, dataset.digest].join('\n');
    const kept = this.#known.get(key);
    if (kept !== undefined && (kept.until === undefined || Date.now() < kept.until)) {
      return kept.found;
    }
    const { found, sure } = await this.#ask(asked, asked.python, dataset, file, signal);
    this.#known.set(key, { found, ...(sure ? {} : { until: Date.now() + AGAIN }) });
    return found;
  }

  /** @throws the signal's reason when that ended it */
  async #ask({ name, root }: Asked, python: string, { name: called, digest }: Dataset, file: string, signal: AbortSignal): Promise<{ readonly found: FoundData | NoData; readonly sure: boolean }> {
    const log = path.join(this.parts.folder, `${fileName(name)}-dataset.log`);
    const env = untracked(processEnvironment(), `${log}.db`);
    const child = new LineChild({
      command: [python, this.parts.script], cwd: root, env, log, signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT)]), who: 'Python', remedy: 'Name a Python that runs, with mlflow in it.',
    });
    const short = path.basename(file);
    try {
      const { same, digest: now } = await child.ask<{ readonly same: boolean; readonly digest: string }>({ file, digest });
      return { sure: true, found: same ? { name: called, file } : { reason: `${short} has changed since the run logged it, or was read in another way: its digest is ${now}, and was ${digest}.` } };
    } catch (error) {
      if (signal.aborted) {
        throw error;
      }
      return { sure: false, found: { reason: `Whether ${short} is what the run logged can't be told: ${(error instanceof Error ? error.message : String(error)).replace(/\.$/, '')}.` } };
    } finally {
      await child.close();
    }
  }
}

/** What was logged for training first, then what was logged for nothing that is said. */
function byContext(inputs: readonly DatasetInput[]): DatasetInput[] {
  const order = ({ tags = [] }: DatasetInput): number => {
    const context = tags.find(({ key }) => key === CONTEXT)?.value.toLowerCase();
    return context === undefined ? 1 : context.startsWith('train') ? 0 : 2;
  };
  return inputs.toSorted((a, b) => order(a) - order(b));
}

/** @param folders that a path is relative to, absolute @returns an absolute path of a file that is there */
export function fileOf({ name, source }: Pick<Dataset, 'name' | 'source'>, folders: readonly string[]): string | NoData {
  const where = placeOf(source);
  if (where === undefined || (/^[a-z][\w+.-]+:/i.test(where) && !FILE_URL.test(where))) {
    return { reason: `The data set ${name} was logged from ${where ?? 'code'}, which is no file here.` };
  }
  const local = FILE_URL.test(where) ? fileURLToPath(where) : where;
  const [found] = folders.map((folder) => path.resolve(folder, local)).filter((file) => existsSync(file));
  if (found === undefined) {
    return { reason: `${local}, which the run logged, is not there.` };
  }
  return READABLE.some((ending) => found.toLowerCase().replace(/\.gz$/, '').endsWith(ending)) ? found : { reason: `${path.basename(found)}, which the run logged, is no data file that can be read.` };
}

/** MLflow's sources are JSON: a path, or where else it came from. */
function placeOf(source: string): string | undefined {
  try {
    const { uri, path: local, url } = JSON.parse(source) as { readonly uri?: unknown; readonly path?: unknown; readonly url?: unknown };
    return [uri, local, url].find((text) => typeof text === 'string');
  } catch {
    return source === '' ? undefined : source;
  }
}
