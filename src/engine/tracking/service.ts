/** The tracking room as other rooms see it. */
import path from 'node:path';
import { SILENT_MS } from '../../protocol/condition';
import type { Experiment, Run } from '../../protocol/mlflow';
import type { Database } from '../database/open';
import type { EngineLog } from '../engineLog';
import type { EventBus } from '../events';
import { invalid, MlflowError } from '../mlflowErrors';
import { type ArtifactFile, ArtifactStore } from './artifacts/artifactStore';
import { localFolder } from './artifacts/artifactPaths';
import type { DatasetSummary } from './datasetStore';
import { ExperimentService } from './experimentService';
import { HistoryService } from './historyService';
import { Limit } from './limits';
import { LoggedModelService } from './loggedModelService';
import { OverviewService } from './overviewService';
import { ProjectDirections } from './projectDirections';
import { Presence } from './presence';
import { type NewRun, RunService, type RunUpdate } from './runService';
import { RunSearchService } from './runSearchService';
import { makeStores, type Stores } from './stores';
import { CurveService } from './table/curveService';
import { TableService } from './table/tableService';
import { ViewService } from './table/viewService';
import { experimentNumber } from './validation';

export interface ArtifactListing { readonly root_uri: string; readonly files?: readonly ArtifactFile[] }

export interface TrackingOptions {
  /** URI under which new experiments keep artifacts */
  readonly defaultArtifactRoot?: string;
  /** folder (path or file: URI) behind the artifact proxy */
  readonly artifactsDestination?: string;
  readonly log: EngineLog;
}


export class TrackingService {
  readonly experiments: ExperimentService;
  readonly runs: RunService;
  readonly search: RunSearchService;
  readonly history: HistoryService;
  readonly models: LoggedModelService;
  readonly overview: OverviewService;
  readonly table: TableService;
  readonly curves: CurveService;
  readonly directions: ProjectDirections;
  readonly views: ViewService;
  readonly artifacts: ArtifactStore;
  readonly presence: Presence;
  readonly #stores: Stores;

  constructor(database: Database, events: EventBus, options: TrackingOptions) {
    this.#stores = makeStores(database);
    this.artifacts = new ArtifactStore(destinationOf(options.artifactsDestination, database.folder));
    const root = artifactRoot(options.defaultArtifactRoot);
    this.experiments = new ExperimentService(database, this.#stores, events, (id) => `${root}/${id}`);
    this.runs = new RunService(database, this.#stores, events);
    this.search = new RunSearchService(database, this.#stores);
    this.history = new HistoryService(this.#stores, (runId) => this.runs.row(runId));
    this.models = new LoggedModelService(database, this.#stores, events);
    this.directions = new ProjectDirections(database.folder, () => {
      // Whoever shows runs reads their experiments afresh.
      for (const { experiment_id: id } of this.overview.experiments(false)) {
        events.publish({ type: 'experiment', experiment_id: id, change: 'updated' });
      }
    });
    this.overview = new OverviewService(database, this.#stores, this.search, this.directions);
    this.table = new TableService(database, this.#stores, this.search, this.experiments);
    this.curves = new CurveService(database, this.#stores);
    this.views = new ViewService(database, events);
    this.presence = new Presence((runId) => this.#loseIfRunning(runId), options.log);
  }

  /** @throws RESOURCE_DOES_NOT_EXIST; INVALID_PARAMETER_VALUE for a deleted experiment */
  createRun(request: NewRun): Promise<Run> {
    return this.runs.create(request);
  }

  updateRun(request: RunUpdate): Promise<Run> {
    return this.runs.update(request);
  }

  setTag(runId: string, key: string, value: string): Promise<void> {
    return this.runs.setTag(runId, key, value);
  }

  experimentByName(name: string): Experiment | undefined {
    return this.experiments.byName(name);
  }

  /** @returns its id */
  createExperiment(name: string): Promise<string> {
    return this.experiments.create(name, undefined, []);
  }

  /** Ids of the runs that carry a tag, oldest first. */
  runsWithTag(key: string, value: string): string[] {
    return this.runs.withTag(key, value);
  }

  /** Active runs that say RUNNING and may well run: not known to be lost, and not silent for two hours. */
  runningRunCount(now = Date.now()): number {
    return this.#stores.runs.livingCount(now - SILENT_MS);
  }

  /** The local folder of a run's artifacts; undefined when its root is not on this machine. */
  artifactFolder(runId: string): string | undefined {
    return localFolder(this.run(runId).info.artifact_uri, this.artifacts.destination);
  }

  /** The local folder of a logged model's artifacts; undefined when its root is not on this machine. */
  modelFolder(modelId: string): string | undefined {
    return localFolder(this.models.row(modelId).location, this.artifacts.destination);
  }

  /** @throws NOT_IMPLEMENTED when the run's artifacts are not on this machine */
  runArtifactRoot(runId: string): string {
    const { artifact_uri: uri } = this.run(runId).info;
    return onThisMachine(localFolder(uri, this.artifacts.destination), uri);
  }

  /** @throws NOT_IMPLEMENTED when the model's artifacts are not on this machine */
  modelArtifactRoot(modelId: string): string {
    const { location } = this.models.row(modelId);
    return onThisMachine(localFolder(location, this.artifacts.destination), location);
  }

  /** A folder of a run's artifacts, paths relative to the run's root. */
  async listArtifacts(runId: string, folder: string): Promise<ArtifactListing> {
    const { artifact_uri: root } = this.run(runId).info;
    return { root_uri: root, ...listed(await this.artifacts.list(this.runArtifactRoot(runId), folder)) };
  }

  async listModelArtifacts(modelId: string, folder: string): Promise<ArtifactListing> {
    return { root_uri: this.models.row(modelId).location, ...listed(await this.artifacts.list(this.modelArtifactRoot(modelId), folder)) };
  }

  /** Different datasets that runs of these experiments read, newest first. */
  datasetSummaries(experimentIds: readonly string[]): readonly DatasetSummary[] {
    return this.#stores.datasets.summaries(experimentIds.map((id) => experimentNumber(id)), Limit.searchDatasetsRows);
  }

  /** Says that the process behind a RUNNING run is known to have ended, or takes it back. */
  markLost(runId: string, lost: boolean): Promise<void> {
    return this.runs.markLost(runId, lost);
  }

  /** @throws RESOURCE_DOES_NOT_EXIST */
  run(runId: string): Run {
    return this.runs.get(runId);
  }

  close(): void {
    this.presence.close();
  }

  async #loseIfRunning(runId: string): Promise<void> {
    if (this.runs.status(runId) === 'RUNNING') {
      await this.runs.markLost(runId, true);
    }
  }
}

function listed(files: readonly ArtifactFile[]): { readonly files?: readonly ArtifactFile[] } {
  return files.length > 0 ? { files } : {};
}

function onThisMachine(folder: string | undefined, uri: string): string {
  if (folder === undefined) {
    throw new MlflowError('NOT_IMPLEMENTED', `The artifacts stand at '${uri}', which this engine does not read. Clients read and write them there themselves.`);
  }
  return folder;
}

function destinationOf(given: string | undefined, store: string): string {
  if (given === undefined || given === '') {
    return path.join(store, 'artifacts');
  }
  const folder = given.startsWith('file:') || path.isAbsolute(given) ? localFolder(given, '') : /^[a-z][a-z0-9+.-]+:/i.test(given) ? undefined : path.resolve(given);
  if (folder === undefined) {
    throw invalid(`--artifacts-destination must be a folder on this machine (a path or a file: URI); '${given}' is not. For a bucket, pass it as --default-artifact-root: clients then write to it themselves.`);
  }
  return folder;
}

function artifactRoot(given: string | undefined): string {
  if (given === undefined || given === '') {
    return 'mlflow-artifacts:';
  }
  // A relative path would mean another folder in every client's working folder.
  const absolute = /^[a-z][a-z0-9+.-]+:/i.test(given) ? given : path.resolve(given);
  return absolute.replace(/\/+$/, '');
}
