/** The monitoring room as the engine mounts it. */
import { ForkedWorker } from '../analysis/forkedWorker';
import type { EngineLog } from '../engineLog';
import type { EngineRoom } from '../server';
import type { ServingService } from '../serving/service';
import { registerMonitoringRoutes } from './routes';
import { MonitoringService } from './service';
import type { MonitorAnswer, MonitorAsk } from './worker/ask';

/** A worker that has read a reference keeps it for the next window. */
const IDLE_MS = 600_000;

export interface MonitoringOptions {
  /** absolute path of the .slipway folder */
  readonly store: string;
  /** dist/monitor.js */
  readonly worker: string;
  /** dist/python */
  readonly scripts: string;
  readonly serving: () => ServingService;
  readonly log: EngineLog;
}

/** @param made is given the service, which does nothing before its `begin` */
export function monitoringRoom({ store, worker: script, scripts, serving, log }: MonitoringOptions, made: (service: MonitoringService) => void): EngineRoom {
  return ({ app, database, events, tracking, registry }) => {
    const worker = new ForkedWorker<MonitorAsk, MonitorAnswer>({ script, who: 'monitoring worker', idleMs: IDLE_MS });
    const runs = {
      version: (name: string, version: string) => registry.versions.get(name, version),
      runOfModel: (modelId: string) => tracking.models.get(modelId, true).info.source_run_id ?? '',
      run: (runId: string) => tracking.run(runId),
    };
    const service = new MonitoringService({ store, database, events, serving, worker, runs, scripts, log });
    registerMonitoringRoutes(app, service);
    made(service);
    return Promise.resolve();
  };
}
