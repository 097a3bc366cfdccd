/** Rules of deployments: a version is made servable, a supervisor serves it, and both can be watched. */
import path from 'node:path';
import type { AddArmRequest, Deployment, DeploymentState, DeployRequest } from '../../protocol/deployments';
import { watchFolder } from '../../connection/folderWatch';
import type { EngineLog } from '../engineLog';
import type { EventBus } from '../events';
import { invalid, missing, MlflowError } from '../mlflowErrors';
import type { RegistryService } from '../registry/service';
import { mustBeAbsolute } from '../requestShape';
import { ConversionProblem } from './conversion/options';
import { prepareModel } from './conversion/prepare';
import { DeployedArms } from './arms';
import { projectTargets, targetNameOf } from './projectTargets';
import { DeploymentFile, FrontRecord, readDeploymentFile } from './deploymentFiles';
import { checkDeploymentName, nameFromModel } from './names';
import { newArm, standingOf } from './standing';
import { DeploymentStore, type DeploymentRecord } from './store';
import { mustBeTrusted, TrustNeeded } from './untrusted';
import { MOST_FIRST_TRIES } from './supervisor/restartDelay';
import { type Finding, lookAt, orderStop, startSupervisor } from './supervisorLink';

export interface ServingOptions {
  /** absolute path of the .slipway folder */
  readonly store: string;
  /** dist/supervisor.js */
  readonly supervisor: string;
  /** folder of our .py files */
  readonly scripts: string;
  /** dist/graph.js */
  readonly graph: string;
  readonly log: EngineLog;
}

export interface ServingParts { readonly options: ServingOptions; readonly events: EventBus; readonly registry: RegistryService }

/** What this engine does for a deployment now. */
interface Live {
  readonly endWatch: () => void;
  /** what was last told of it */
  told: string;
  stage: string | null;
  preparing: AbortController | undefined;
}

const HOST = '127.0.0.1';

export class ServingService {
  readonly #store: DeploymentStore;
  readonly arms: DeployedArms;
  readonly #live = new Map<string, Live>();
  #ended = false;

  constructor(private readonly parts: ServingParts) {
    this.#store = new DeploymentStore(parts.options.store);
    this.arms = new DeployedArms(this.#store);
  }

  /** Takes over what an engine before this one has deployed, and brings up again what should run and does not. */
  begin(): void {
    for (const record of this.#store.all()) {
      this.#watch(record.name);
      if (record.wanted === 'running' && !record.prepared && record.problem === null) {
        this.#store.save({ ...record, wanted: 'stopped', problem: 'The engine ended while the model was prepared. Deploy it again.' });
      } else if (record.wanted === 'running' && record.prepared && lookAt(this.#store.folder(record.name)).supervisor === undefined) {
        this.#serve(record.name);
      }
    }
  }

  /** Ends what only this engine can go on with. Deployments outlive it. */
  end(): void {
    this.#ended = true;
    for (const { preparing, endWatch } of this.#live.values()) {
      endWatch();
      preparing?.abort();
    }
  }

  /** Deployments that run or come up. */
  activeCount(): number {
    return this.#store.all().filter(({ wanted }) => wanted === 'running').length;
  }

  /** By name. */
  list(): Deployment[] {
    return this.#store.all().map((record) => this.#describe(record));
  }

  /** @throws RESOURCE_DOES_NOT_EXIST */
  get(name: string): Deployment {
    return this.#describe(this.#found(name));
  }

  /**
   * Begins to deploy a version. It goes on by itself.
   * @throws RESOURCE_DOES_NOT_EXIST without such a version; RESOURCE_ALREADY_EXISTS when the name is taken; INVALID_PARAMETER_VALUE
   */
  deploy(request: DeployRequest): Deployment {
    mustBeAbsolute('root', request.root);
    mustBeAbsolute('python', request.python);
    const version = this.parts.registry.versions.get(request.model, request.version);
    const targets = projectTargets(request.root);
    const name = checkDeploymentName(request.name ?? targetNameOf(targets, version.name, version.version, version.aliases ?? []) ?? nameFromModel(version.name));
    const target = targets.get(name);
    const before = this.#store.get(name);
    if (before?.wanted === 'running') {
      throw new MlflowError('RESOURCE_ALREADY_EXISTS', `"${name}" is deployed already: ${before.request.model}/${before.request.version}. Serve this one beside it with --as challenger, canary or shadow, choose another name with --name, or take it away first: slipway undeploy ${name}.`);
    }
    const traffic = request.traffic ?? target?.traffic;
    const port = request.port ?? target?.port;
    const limits = request.limits ?? target?.limits;
    const { env, trust, ...kept } = request;
    const record: DeploymentRecord = { name, wanted: 'running', request: { ...kept, model: version.name, version: version.version, ...(traffic === undefined ? {} : { traffic }), ...(port === undefined ? {} : { port }), ...(limits === undefined ? {} : { limits }) }, prepared: false, problem: null, how: null, created_at: Date.now() };
    this.#store.save(record);
    this.#watch(name);
    void this.#prepare(record, env, trust ?? []);
    return this.get(name);
  }

  /** Ends the processes of a deployment; what it has logged stays, and its port is its own when it is started again. */
  stop(name: string): Deployment {
    const record = this.#found(name);
    this.#store.save({ ...record, wanted: 'stopped' });
    this.#live.get(name)?.preparing?.abort();
    orderStop(lookAt(this.#store.folder(name)));
    this.#tell(name);
    return this.get(name);
  }

  /** Serves again what was stopped. @throws INVALID_PARAMETER_VALUE for one whose model could not be prepared */
  start(name: string): Deployment {
    const record = this.#found(name);
    if (!record.prepared) {
      throw invalid(`${name} has no model that could be served. ${record.problem ?? 'Deploy it again.'}`);
    }
    this.#store.save({ ...record, wanted: 'running', problem: null });
    if (lookAt(this.#store.folder(name)).supervisor === undefined) {
      this.#serve(name);
    }
    return this.get(name);
  }

  /** Takes a deployment away, with its log and its traffic, once its processes have ended. */
  async remove(name: string): Promise<void> {
    this.stop(name);
    await this.#gone(name);
    this.#live.get(name)?.endWatch();
    this.#live.delete(name);
    this.#store.remove(name);
    this.parts.events.publish({ type: 'deployment', name, state: 'removed' });
  }

  /**
   * Serves another version beside the champion, once its model is prepared.
   * @throws INVALID_PARAMETER_VALUE for one that can't be served, in a sentence; RESOURCE_DOES_NOT_EXIST; RESOURCE_CONFLICT while another is prepared
   */
  async addArm(name: string, request: AddArmRequest): Promise<Deployment> {
    mustBeAbsolute('root', request.root);
    mustBeAbsolute('python', request.python);
    this.#found(name);
    const version = this.parts.registry.versions.get(request.model, request.version);
    const asked = { ...request, model: version.name, version: version.version };
    this.arms.checkNew(name, asked);
    if (this.#watch(name).preparing !== undefined) {
      throw new MlflowError('RESOURCE_CONFLICT', `${name} prepares another version at the moment. Try again when it has done so.`);
    }
    try {
      const { served } = await this.#prepared(name, asked, request.env);
      await this.arms.add(name, asked, served);
    } catch (error) {
      throw error instanceof ConversionProblem ? invalid(`${asked.model}/${asked.version} can't be served. ${error.message}`) : error;
    }
    return this.get(name);
  }

  async #prepare(record: DeploymentRecord, env: Readonly<Record<string, string>>, trust: readonly string[]): Promise<void> {
    const { name, request } = record;
    try {
      await this.#gone(name);
      const { served, report } = await this.#prepared(name, { ...request, trust }, env);
      this.#store.saveFirstPlan({ name, host: HOST, port: request.port ?? 0, arms: [{ model: request.model, version: request.version, role: 'champion', weight: 100, served }], changes: [{ at: Date.now(), what: 'deployed', text: `${request.model}/${request.version} was deployed.`, by: 'person' }], ...(request.traffic === undefined ? {} : { traffic: request.traffic }), ...(request.limits === undefined ? {} : { limits: request.limits }) });
      this.#store.save({ ...record, prepared: true, how: report.message });
      this.#serve(name);
    } catch (error) {
      // Somebody has stopped it meanwhile: then that is what became of it.
      if (this.#store.get(name)?.wanted === 'running') {
        this.#fail(record, error);
      }
    }
    this.#tell(name);
  }

  /** @throws ConversionProblem in a sentence; the signal's reason when the deployment was stopped meanwhile */
  async #prepared(name: string, request: Pick<DeployRequest, 'model' | 'version' | 'root' | 'python'> & { readonly trust?: readonly string[] | undefined }, env: Readonly<Record<string, string>>): ReturnType<typeof prepareModel> {
    const live = this.#watch(name);
    const abort = new AbortController();
    live.preparing = abort;
    try {
      const { scripts, graph } = this.parts.options;
      const folder = this.#filesOf(request.model, request.version);
      await this.parts.registry.trusted.trust(request.trust ?? [], `${request.model}/${request.version}`, 'deploy');
      await mustBeTrusted(this.parts.registry, request.model, request.version, folder);
      const prepared = await prepareModel({
        folder, cache: this.#store.conversions, python: request.python, scripts, graph, root: request.root, env,
        log: this.#store.file(name, DeploymentFile.log), signal: abort.signal, progress: (stage) => this.#stage(name, stage),
      });
      abort.signal.throwIfAborted();
      return prepared;
    } finally {
      live.preparing = undefined;
      this.#stage(name, null);
    }
  }

  #fail(record: DeploymentRecord, error: unknown): void {
    if (!(error instanceof ConversionProblem)) {
      this.parts.options.log.error(`deployment ${record.name}: ${error instanceof Error ? error.stack ?? error.message : String(error)}`);
    }
    const problem = error instanceof ConversionProblem ? error.message : `The model could not be prepared: ${error instanceof Error ? error.message : String(error)}. The engine's log has the details.`;
    this.#store.save({ ...record, wanted: 'stopped', prepared: false, problem, ...(error instanceof TrustNeeded ? { needs_trust: [...error.files] } : {}) });
  }

  /** @throws ConversionProblem where there are no files to serve */
  #filesOf(model: string, version: string): string {
    const folder = this.parts.registry.versions.folder(model, version);
    if (folder === undefined) {
      throw new ConversionProblem(`The files of ${model}/${version} stand at ${this.parts.registry.versions.location(model, version)}, which is not on this machine. Download them, and register the folder as a new version.`);
    }
    return folder;
  }

  #serve(name: string): void {
    const folder = this.#store.folder(name);
    this.#store.keepPort(name);
    startSupervisor(this.parts.options.supervisor, folder, (code) => {
      const record = this.#store.get(name);
      // One that was told to stop ends with 0; one that can't listen says why in its log.
      if (record?.wanted === 'running' && code !== 0 && !this.#ended) {
        const why = readDeploymentFile(FrontRecord, path.join(folder, DeploymentFile.front))?.last_end;
        this.#store.save({ ...record, wanted: 'stopped', problem: why ?? `Its supervisor ended with ${code === null ? 'no word' : `exit code ${code}`}. The log says more.` });
      }
      this.#tell(name);
    });
  }

  /** Resolves when no supervisor of the deployment runs any more. */
  #gone(name: string): Promise<void> {
    const folder = this.#store.folder(name);
    if (lookAt(folder).supervisor === undefined) {
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const end = watchFolder(folder, () => {
        if (lookAt(folder).supervisor === undefined) {
          end();
          resolve();
        }
      });
    });
  }

  #found(name: string): DeploymentRecord {
    const record = this.#store.get(name);
    if (record === undefined) {
      throw missing(`Nothing is deployed as "${name.slice(0, 80)}". "slipway ps" lists what is.`);
    }
    return record;
  }

  #describe(record: DeploymentRecord): Deployment {
    const { name, request } = record;
    const finding = lookAt(this.#store.folder(name));
    const { supervisor, front } = finding;
    const standing = record.prepared ? standingOf(this.#store.folder(name)) : undefined;
    const arms = standing?.arms ?? [newArm(request.model, request.version)];
    return {
      name, state: this.#stateOf(record, finding), url: supervisor === undefined ? null : `http://${supervisor.host}:${supervisor.port}`,
      arms: front?.ready === true ? arms : arms.map((arm) => ({ ...arm, pid: arm.role === 'champion' ? front?.pid ?? null : null })),
      rollout: standing?.rollout ?? null, history: standing?.history ?? [],
      stage: this.#live.get(name)?.stage ?? null, problem: record.problem ?? troubleOf(finding), ...(record.needs_trust === undefined ? {} : { needs_trust: record.needs_trust }), how: record.how, created_at: record.created_at, log_file: this.#store.file(name, DeploymentFile.log),
    };
  }

  #stateOf(record: DeploymentRecord, { front }: Finding): DeploymentState {
    if (record.wanted === 'stopped') {
      return record.problem === null ? 'stopped' : 'failed';
    }
    return !record.prepared ? 'preparing' : front?.ready === true ? 'healthy' : 'starting';
  }

  #watch(name: string): Live {
    let live = this.#live.get(name);
    if (live === undefined) {
      live = { endWatch: watchFolder(this.#store.folder(name), () => this.#tell(name)), told: '', stage: null, preparing: undefined };
      this.#live.set(name, live);
    }
    return live;
  }

  #stage(name: string, stage: string | null): void {
    const live = this.#live.get(name);
    if (live !== undefined) {
      live.stage = stage;
      this.#tell(name);
    }
  }

  /** A notice, when it is not what was told last. */
  #tell(name: string): void {
    const live = this.#live.get(name);
    const record = this.#store.get(name);
    if (live === undefined || record === undefined || this.#ended) {
      return;
    }
    const deployment = this.#describe(record);
    const now = JSON.stringify(deployment);
    if (live.told !== now) {
      live.told = now;
      this.parts.events.publish({ type: 'deployment', name, state: deployment.state });
    }
  }
}

/** What a person should know of one that does not come up. One that comes up again at once is no trouble. */
function troubleOf({ front }: Finding): string | null {
  if (front === undefined || front.ready || front.failures < MOST_FIRST_TRIES) {
    return null;
  }
  const why = front.last_end ?? 'no word';
  return why.endsWith('.') ? why : `Its process has ended with ${why} ${front.failures} times. The log says more.`;
}
