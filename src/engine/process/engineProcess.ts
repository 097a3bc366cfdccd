/** One engine process from its start to its clean end. */
import nodeModule from 'node:module';
import path from 'node:path';
import { pruneCompileCache } from '../../connection/compileCache';
import { engineUrl, addressOf } from '../../connection/engineAddress';
import { processStart } from '../../connection/processIdentity';
import { readRuntimeFile, writeRuntimeFile } from '../../connection/runtimeFile';
import { ExitCode, type StartMessage } from '../../connection/startProtocol';
import { realPath } from '../../connection/storeFolder';
import { trackingUri } from '../../connection/trackingEnvironment';
import type { EngineInfo, RuntimeFile } from '../../protocol/engine';
import { DATABASE_FILE } from '../database/open';
import { StoreError, storeErrorFrom } from '../database/storeError';
import { gatesRoom } from '../gates/room';
import type { GateService } from '../gates/service';
import { lineageRoom } from '../lineage/room';
import { monitoringRoom } from '../monitoring/room';
import type { MonitoringService } from '../monitoring/service';
import { buildEngine, type Engine } from '../server';
import { servingRoom } from '../serving/room';
import type { ServingService } from '../serving/service';
import { retrainingRoom } from '../retraining/room';
import type { RetrainingService } from '../retraining/service';
import { PromotionService } from '../gates/promotion';
import { trainingRoom } from '../training/room';
import type { TrainingService } from '../training/service';
import { watchIdle } from './idleWatch';
import { becomesFree, freshDoors, rememberedDoors, type Doors } from './listening';
import { openLogFile, type LogFile } from './logFile';
import { engineRoom } from './routes';
import { parseServerOptions, UsageError, type ServerOptions } from './serverOptions';
import { watchStoreFile } from './storeWatch';

declare const SLIPWAY_VERSION: string;

/** What must end before a stop is done is given this long; then the process ends as it is: nothing acknowledged is ever at stake. */
const STOP_MS = 10_000;

/** Runs until it is stopped. Never rejects: what goes wrong is said to whoever started it, then the process ends. */
export async function runEngine(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  let options: ServerOptions;
  try {
    const parsed = parseServerOptions(args, env);
    options = { ...parsed, store: realPath(parsed.store) };
  } catch (error) {
    fail(error, error instanceof UsageError ? 2 : ExitCode.failed);
    return;
  }
  try {
    await new EngineProcess(options).start();
  } catch (error) {
    fail(error, error instanceof StoreError && error.kind === 'locked' ? ExitCode.storeTaken : ExitCode.failed, options);
  }
}

class EngineProcess {
  readonly #startedAt = Date.now();
  #log: LogFile | undefined;
  #engine: Engine | undefined;
  #training: TrainingService | undefined;
  #gates: GateService | undefined;
  #serving: ServingService | undefined;
  #monitoring: MonitoringService | undefined;
  #retraining: RetrainingService | undefined;
  #runtime: RuntimeFile | undefined;
  #lastRequest = Date.now();
  #stopping = false;
  readonly #watches: (() => void)[] = [];

  constructor(readonly options: ServerOptions) {}

  async start(): Promise<void> {
    const last = readRuntimeFile(this.options.store);
    const { engine, doors } = await this.#listen(last);
    this.#engine = engine;
    this.#runtime = this.#describe(engine, doors);
    writeRuntimeFile(this.#runtime);
    this.#log?.info(`engine ${SLIPWAY_VERSION} ready at ${engineUrl(this.options.host, this.#runtime.port)}, process ${process.pid}, store ${this.options.store}`);
    this.#watch(engine);
    this.#tellReady();
    // Only now: a job's script needs the address.
    await this.#training?.begin(addressOf(this.#runtime));
    await this.#gates?.begin();
    this.#serving?.begin();
    this.#monitoring?.begin();
    this.#retraining?.begin();
    await pruneCompileCache(nodeModule.getCompileCacheDir()).catch((error: unknown) => {
      this.#log?.warn(`the compile cache could not be tidied: ${error instanceof Error ? error.message : String(error)}`);
    });
  }

  /** Builds the engine and listens: on the port of last time with its tokens, else on a new one with new tokens. */
  async #listen(last: RuntimeFile | undefined): Promise<{ engine: Engine; doors: Doors }> {
    const doors = rememberedDoors(this.options, last);
    const engine = await this.#build(doors);
    if (await this.#takePort(engine, doors.port)) {
      return { engine, doors };
    }
    await engine.close();
    if (this.options.port !== undefined) {
      throw new Error(`Port ${this.options.port} on ${this.options.host} is taken by another program. Choose another one with --port, or --port 0 for any.`);
    }
    this.#log?.warn(`port ${doors.port} is taken by another program: taking a new port and new tokens`);
    const fresh = freshDoors(this.options);
    const second = await this.#build(fresh);
    await second.app.listen({ port: 0, host: this.options.host, backlog: 1024 });
    return { engine: second, doors: fresh };
  }

  /** @returns false when another program listens there */
  async #takePort(engine: Engine, port: number): Promise<boolean> {
    const { host } = this.options;
    if (port !== 0 && !(await becomesFree(host, port))) {
      return false;
    }
    try {
      await engine.app.listen({ port, host, backlog: 1024 });
      return true;
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
        return false;
      }
      await engine.close();
      throw error instanceof Error && 'code' in error && error.code === 'EACCES'
        ? new Error(`Port ${port} on ${host} may not be opened by this user. Choose one above 1023 with --port, or --port 0 for any.`, { cause: error }) : error;
    }
  }

  async #build(doors: Doors): Promise<Engine> {
    const { options } = this;
    const early: string[] = [];
    // Until the store is ours the log is another engine's: what is said before that waits.
    const log = {
      info: (message: string) => (this.#log === undefined ? void early.push(message) : this.#log.info(message)),
      warn: (message: string) => (this.#log === undefined ? void early.push(message) : this.#log.warn(message)),
      error: (message: string) => (this.#log === undefined ? void early.push(message) : this.#log.error(message)),
    };
    const named = ['0.0.0.0', '::', ''].includes(options.host) ? [] : [options.host];
    return buildEngine({
      store: options.store, log, allowedHosts: [...options.allowedHosts, ...named],
      ...(doors.tokens === undefined ? {} : { tokens: doors.tokens }),
      ...(options.defaultArtifactRoot === undefined ? {} : { defaultArtifactRoot: options.defaultArtifactRoot }),
      ...(options.artifactsDestination === undefined ? {} : { artifactsDestination: options.artifactsDestination }),
    }, [
      () => {
        this.#log ??= this.#openLog();
        for (const message of early.splice(0)) {
          this.#log.info(message);
        }
        return Promise.resolve();
      },
      engineRoom(() => this.#info(), (why) => void this.stop(why)),
      trainingRoom({ store: options.store, runner: path.join(__dirname, 'runner.js'), packages: path.join(__dirname, 'python', 'packages.py'), log }, (service) => {
        this.#training = service;
      }),
      servingRoom({ store: options.store, supervisor: path.join(__dirname, 'supervisor.js'), scripts: path.join(__dirname, 'python'), graph: path.join(__dirname, 'graph.js'), measure: path.join(__dirname, 'measure.js'), analysis: path.join(__dirname, 'analysis.js'), log }, (service) => {
        this.#serving = service;
      }),
      gatesRoom({ store: options.store, evaluate: path.join(__dirname, 'python', 'slipway_evaluate.py'), measuring: () => mounted(this.#serving).measuring, log }, (service) => {
        this.#gates = service;
      }),
      monitoringRoom({ store: options.store, worker: path.join(__dirname, 'monitor.js'), scripts: path.join(__dirname, 'python'), serving: () => mounted(this.#serving), log }, (service) => {
        this.#monitoring = service;
      }),
      (engine) => retrainingRoom({
        store: options.store, log, training: () => mounted(this.#training), serving: () => mounted(this.#serving), gates: () => mounted(this.#gates), monitoring: () => mounted(this.#monitoring),
        promotions: () => new PromotionService(mounted(this.#gates), engine.registry),
      }, (service) => {
        this.#retraining = service;
      })(engine),
      lineageRoom(() => this.#serving?.list() ?? []),
    ]);
  }

  #openLog(): LogFile {
    const { store, foreground } = this.options;
    try {
      return openLogFile(path.join(store, 'logs', 'engine.log'), foreground ? (line) => process.stderr.write(line) : undefined);
    } catch (error) {
      throw storeErrorFrom(error, store) ?? error;
    }
  }

  #describe(engine: Engine, doors: Doors): RuntimeFile {
    const address = engine.app.server.address();
    const port = address !== null && typeof address === 'object' ? address.port : doors.port;
    const start = processStart(process.pid);
    return {
      version: SLIPWAY_VERSION, pid: process.pid, ...(start === undefined ? {} : { process_start: start }), started_at: this.#startedAt,
      port, host: this.options.host, store: this.options.store, store_id: engine.storeId,
      client_token: doors.tokens?.client ?? '', root_token: doors.tokens?.root ?? '',
    };
  }

  #info(): EngineInfo {
    const { store, host } = this.options;
    return {
      version: SLIPWAY_VERSION, pid: process.pid, store, store_id: this.#engine?.storeId ?? '', url: engineUrl(host, this.#runtime?.port ?? 0),
      started_at: this.#startedAt, epoch: this.#engine?.events.epoch ?? '', log_file: this.#log?.file ?? '',
      busy: {
        watchers: this.#engine?.events.watchers ?? 0, jobs: this.#workCount(), running_runs: this.#engine?.tracking.runningRunCount() ?? 0,
      },
    };
  }

  /** What nobody else would go on with: jobs that run or wait, gates that run, deployments that are watched, monitors, policies that hold. */
  #workCount(): number {
    return (this.#training?.activeCount() ?? 0) + (this.#gates?.activeCount() ?? 0) + (this.#serving?.activeCount() ?? 0) + (this.#monitoring?.activeCount() ?? 0) + (this.#retraining?.activeCount() ?? 0);
  }

  #watch(engine: Engine): void {
    engine.app.server.on('request', () => {
      this.#lastRequest = Date.now();
    });
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
      process.on(signal, () => void this.stop(signal));
    }
    process.on('uncaughtException', (error) => {
      this.#log?.error(`unexpected: ${error.stack ?? error.message}`);
      void this.stop('an unexpected error', ExitCode.failed);
    });
    this.#watches.push(watchStoreFile(path.join(this.options.store, DATABASE_FILE), () => void this.stop('the store was moved or deleted')));
    if (!this.options.foreground) {
      this.#watches.push(watchIdle(() => ({
        watchers: engine.events.watchers, jobs: this.#workCount(),
        runningRuns: engine.tracking.runningRunCount(), quietMs: Date.now() - this.#lastRequest,
      }), this.options.idleMs, () => void this.stop('nobody needs it')));
    }
  }

  #tellReady(): void {
    if (process.send !== undefined) {
      const message: StartMessage = { slipway: 'ready' };
      process.send(message);
    }
    if (this.options.foreground && this.#runtime !== undefined) {
      const address = addressOf(this.#runtime);
      process.stdout.write(`Slipway engine ready at ${address.url}\n`);
      process.stdout.write(`Tracking URI: ${address.clientToken === undefined ? address.url : trackingUri(address)}\n`);
    }
  }

  /** Ends the process cleanly. Jobs go on under their runners; the next engine adopts them. */
  async stop(why: string, code: number = ExitCode.clean): Promise<void> {
    if (this.#stopping) {
      return;
    }
    this.#stopping = true;
    this.#log?.info(`stopping: ${why}`);
    setTimeout(() => process.exit(code), STOP_MS).unref();
    for (const end of this.#watches) {
      end();
    }
    try {
      const retrained = this.#retraining?.end();
      this.#training?.end();
      this.#gates?.end();
      this.#serving?.end();
      await this.#monitoring?.end();
      await retrained;
      if (this.#runtime !== undefined) {
        // While the store is still locked, so that no other engine's word is overwritten. Port and tokens stay for the next one.
        writeRuntimeFile({ ...this.#runtime, pid: 0, process_start: undefined });
      }
      await this.#engine?.close();
      this.#log?.info('stopped');
    } catch (error) {
      this.#log?.error(`while stopping: ${error instanceof Error ? error.stack ?? error.message : String(error)}`);
    }
    process.exit(code);
  }
}

/** @throws Error for a room that is asked before it is there */
function mounted<T>(service: T | undefined): T {
  if (service === undefined) {
    throw new Error('a room was asked before it was mounted');
  }
  return service;
}

/** Says what went wrong to whoever started this process and ends it. */
function fail(error: unknown, code: number, options?: ServerOptions): void {
  const message = error instanceof Error ? error.message : String(error);
  const holder = code === ExitCode.storeTaken && options !== undefined ? readRuntimeFile(options.store) : undefined;
  const said = holder === undefined || holder.pid === 0 ? message : `An engine already serves ${holder.store}: process ${holder.pid}, ${engineUrl(holder.host, holder.port)}. Use that one, or end it first (kill ${holder.pid}); runs and jobs go on.`;
  process.stderr.write(`${said}\n`);
  const end = (): void => {
    // To a person that is one more failure; only a starter needs to know which.
    process.exit(code === ExitCode.storeTaken && options?.foreground === true ? ExitCode.failed : code);
  };
  if (process.send !== undefined && code !== ExitCode.storeTaken) {
    const told: StartMessage = { slipway: 'failed', message };
    process.send(told, end);
    return;
  }
  end();
}
