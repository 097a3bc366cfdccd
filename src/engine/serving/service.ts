/** Rules of deployments: a version is made servable, a supervisor serves it, and both can be watched. */
import path from 'node:path';
import type { AddArmRequest, Deployment, DeployRequest } from '../../protocol/deployments';
import { watchFolder } from '../../connection/folderWatch';
import type { EngineLog } from '../engineLog';
import type { EventBus } from '../events';
import { invalid, missing, MlflowError } from '../mlflowErrors';
import type { Actor } from '../registry/actor';
import type { RegistryService } from '../registry/service';
import { mustBeAbsolute } from '../requestShape';
import { DeployedArms } from './arms';
import { ConversionProblem } from './conversion/options';
import { DeploymentFile, FrontRecord, readDeploymentFile } from './deploymentFiles';
import { describeDeployment } from './description';
import { Measuring } from './measuring/measuring';
import { checkDeploymentName, nameFromModel } from './names';
import { DeploymentNotices } from './notices';
import { Preparations } from './preparations';
import { projectTargets, targetNameOf } from './projectTargets';
import { firstPlan } from './standing';
import { DeploymentStore, type DeploymentRecord } from './store';
import { lookAt, orderStop, startSupervisor } from './supervisorLink';
import { TrustNeeded, TrustRefusal } from './untrusted';

export interface ServingOptions {
  /** absolute path of the .slipway folder */
  readonly store: string;
  /** dist/supervisor.js */
  readonly supervisor: string;
  /** folder of our .py files */
  readonly scripts: string;
  /** dist/graph.js */
  readonly graph: string;
  /** dist/measure.js */
  readonly measure: string;
  readonly log: EngineLog;
}

export interface ServingParts { readonly options: ServingOptions; readonly events: EventBus; readonly registry: RegistryService }

export class ServingService {
  readonly arms: DeployedArms;
  readonly measuring: Measuring;
  readonly #store: DeploymentStore;
  readonly #preparations: Preparations;
  readonly #notices: DeploymentNotices;
  #ended = false;

  constructor(private readonly parts: ServingParts) {
    const { options: { store, scripts, graph, measure }, registry, events } = parts;
    this.#store = new DeploymentStore(store);
    this.arms = new DeployedArms(this.#store);
    this.#notices = new DeploymentNotices(events, (name) => {
      const record = this.#store.get(name);
      return record === undefined ? undefined : this.#describe(record);
    });
    const preparing = { registry, scripts, graph, conversions: this.#store.conversions };
    this.measuring = new Measuring({ ...preparing, store, measure });
    this.#preparations = new Preparations({
      ...preparing, logOf: (name) => this.#store.file(name, DeploymentFile.log), changed: (name) => this.#notices.tell(name),
    });
  }

  /** Takes over what an engine before this one has deployed, and brings up again what should run and does not. */
  begin(): void {
    this.measuring.begin();
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
    this.#notices.end();
    this.#preparations.stopAll();
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

  /** Absolute paths of the folders of all deployments (deploymentFiles.ts). */
  folders(): string[] {
    return this.#store.all().map(({ name }) => this.#store.folder(name));
  }

  /** Absolute path of the folder of one. @throws RESOURCE_DOES_NOT_EXIST */
  folderOf(name: string): string {
    return this.#store.folder(this.#found(name).name);
  }

  /**
   * Begins to deploy a version. It goes on by itself.
   * @throws RESOURCE_DOES_NOT_EXIST without such a version; RESOURCE_ALREADY_EXISTS when the name is taken; INVALID_PARAMETER_VALUE
   */
  deploy(request: DeployRequest, actor: Actor): Deployment {
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
    const { env, trust, ...kept } = request;
    const record: DeploymentRecord = {
      name, wanted: 'running', prepared: false, problem: null, how: null, created_at: Date.now(),
      request: { ...kept, model: version.name, version: version.version, port: request.port ?? target?.port, traffic: request.traffic ?? target?.traffic, limits: request.limits ?? target?.limits },
    };
    this.#store.save(record);
    this.#watch(name);
    void this.#bringUp(record, { env, trust }, actor);
    return this.get(name);
  }

  /** Ends the processes of a deployment; what it has logged stays, and its port is its own when it is started again. */
  stop(name: string): Deployment {
    const record = this.#found(name);
    this.#store.save({ ...record, wanted: 'stopped' });
    this.#preparations.stop(name);
    orderStop(lookAt(this.#store.folder(name)));
    this.#notices.tell(name);
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
    this.#notices.forget(name);
    this.#store.remove(name);
    this.parts.events.publish({ type: 'deployment', name, state: 'removed' });
  }

  /**
   * Serves another version beside the champion, once its model is prepared.
   * @throws INVALID_PARAMETER_VALUE for one that can't be served, in a sentence; RESOURCE_DOES_NOT_EXIST; RESOURCE_CONFLICT while another is prepared
   */
  async addArm(name: string, request: AddArmRequest, actor: Actor): Promise<Deployment> {
    mustBeAbsolute('root', request.root);
    mustBeAbsolute('python', request.python);
    this.#found(name);
    const version = this.parts.registry.versions.get(request.model, request.version);
    const asked = { ...request, model: version.name, version: version.version };
    this.arms.checkNew(name, asked);
    if (this.#preparations.isRunning(name)) {
      throw new MlflowError('RESOURCE_CONFLICT', `${name} prepares another version at the moment. Try again when it has done so.`);
    }
    try {
      const { served } = await this.#preparations.run(name, asked, actor);
      await this.arms.add(name, asked, served);
    } catch (error) {
      throw error instanceof TrustNeeded ? new TrustRefusal(error) : error instanceof ConversionProblem ? invalid(`${asked.model}/${asked.version} can't be served. ${error.message}`) : error;
    }
    return this.get(name);
  }

  async #bringUp(asked: DeploymentRecord, given: Pick<DeployRequest, 'env' | 'trust'>, actor: Actor): Promise<void> {
    const { name, request } = asked;
    let record = asked;
    // Somebody may stop it meanwhile, and deploy it anew: then that is what becomes of it.
    const holds = (): boolean => this.#store.get(name) === record;
    try {
      await this.#gone(name);
      if (!holds()) {
        return;
      }
      const { served, report } = await this.#preparations.run(name, { ...request, ...given }, actor);
      this.#store.saveFirstPlan(firstPlan(name, request, served));
      record = { ...record, prepared: true, how: report.message };
      this.#store.save(record);
      this.#serve(name);
    } catch (error) {
      if (holds()) {
        this.#fail(record, error);
      }
    }
    this.#notices.tell(name);
  }

  #fail(record: DeploymentRecord, error: unknown): void {
    if (!(error instanceof ConversionProblem)) {
      this.parts.options.log.error(`deployment ${record.name}: ${error instanceof Error ? error.stack ?? error.message : String(error)}`);
    }
    const problem = error instanceof ConversionProblem ? error.message : `The model could not be prepared: ${error instanceof Error ? error.message : String(error)}. The engine's log has the details.`;
    this.#store.save({ ...record, wanted: 'stopped', prepared: false, problem, needs_trust: error instanceof TrustNeeded ? [...error.files] : undefined });
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
      this.#notices.tell(name);
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
    return describeDeployment(record, this.#store.folder(record.name), this.#preparations.stageOf(record.name));
  }

  #watch(name: string): void {
    this.#notices.watch(name, this.#store.folder(name));
  }
}
