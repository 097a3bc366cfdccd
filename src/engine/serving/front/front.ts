/** One deployment, from its plan to its last answer. */
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Moments } from '../../../protocol/deployments';
import { ArmsControl } from './arms/armsControl';
import { loadModel } from './arms/loadModel';
import { isSupervised, takeConnections } from './handedConnections';
import { isLoopback } from './http/access';
import { FrontServer, type Answered } from './http/frontServer';
import { RequestIds } from './http/requestIds';
import { LiveWindow, liveProtocol } from './live';
import { mlflowProtocol } from './mlflow/protocol';
import { watchMemory } from './memoryLimit';
import { Metrics } from './metrics';
import { pages } from './pages/protocol';
import { writeProcessFile } from './planFile';
import { Served } from './served';
import { tensorflowProtocol } from './tensorflow/protocol';
import { torchServeProtocol } from './torchServe/protocol';
import { RequestRecord } from './traffic/requestRecord';
import { openInferenceProtocol } from './v2/protocol';

/** Slow clients hold the end up no longer than this. */
const DRAIN_MS = 10_000;

export interface Front {
  /** Answers what has come, refuses what comes, and ends. */
  stop(): Promise<void>;
}

/**
 * Serves the deployment in `folder` until it is stopped.
 * @param log one line for a person
 * @param over told why the process should make room for another one
 * @throws Error in a sentence: no plan, no model, no port
 */
export async function startFront(folder: string, log: (line: string) => void, over: (why: string) => void): Promise<Front> {
  const metrics = new Metrics({ waiting: () => served.waiting, dropped: () => record.dropped });
  const served: Served = new Served(path.basename(folder), ({ arm, call, error, latency }) => {
    const copied: Answered = { call, protocol: 'copy', latency, ...(error === undefined ? { status: 200, outcome: 'answered' } : { status: 500, outcome: 'failed', error }) };
    live.answered(copied, arm);
    record.answered(copied, arm);
  });
  const live = new LiveWindow({ waiting: () => served.waiting, now: Date.now, rss: () => process.memoryUsage.rss() });
  const control = new ArmsControl({
    folder, served, log,
    arm: (limits) => ({ load: (model, place) => loadModel(model, place, folder, limits.memory_mb), ran: (arm, requests, rows) => metrics.ran(arm, requests, rows), mostWaiting: limits.waiting_requests }),
    planned: (arms) => record.expect(arms),
    quality: ({ model, version }) => ({ quality: some(record.quality.momentsOf(model, version)), compared: some(record.quality.comparedOf(model, version)) }),
    compareFrom: (time) => record.quality.compareFrom(time),
  });
  const { plan } = control;
  const record = new RequestRecord(folder, plan.traffic ?? {}, log);
  if (!isLoopback(plan.host)) {
    throw new Error(`The deployment is planned on ${plan.host}, and deployments without a key answer on loopback only. Plan it on 127.0.0.1.`);
  }
  await control.begin();
  const server = new FrontServer({
    protocols: [mlflowProtocol(served), openInferenceProtocol(served), tensorflowProtocol(served), torchServeProtocol(served), pages(plan.name, served, metrics), liveProtocol(live), record.protocol],
    ids: new RequestIds(),
    answered: (answered) => {
      const { outcome, latency, call } = answered;
      const arm = call.arm ?? served.champion;
      if (outcome === 'answered' || outcome === 'failed') {
        arm.asked();
        arm.latencies.add(latency);
      }
      if (outcome === 'failed') {
        arm.failed();
      }
      metrics.answered(answered, arm);
      live.answered(answered, arm);
      record.answered(answered, arm);
    },
    unexpected: (error) => log(`unexpected: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
  });
  record.readEarlier();
  const { key } = served.champion;
  if (isSupervised()) {
    takeConnections(server.http);
    log(`${plan.name} answers with ${key}`);
  } else {
    const url = writeProcessFile(folder, plan.host, await listen(server, plan.host, plan.port));
    log(`${plan.name} answers at ${url} with ${key}`);
  }
  control.follow();
  watchMemory(plan.limits?.memory_mb, over);
  return {
    async stop() {
      const late = setTimeout(() => server.http.closeAllConnections(), DRAIN_MS);
      await server.drain();
      clearTimeout(late);
      await control.end();
      await served.close();
      await record.close();
    },
  };
}

function some({ n, mean, variance }: Moments): Moments | null {
  return n === 0 ? null : { n, mean, variance };
}

async function listen(server: FrontServer, host: string, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.http.once('error', (error) => reject(new Error(`The deployment cannot listen on ${host}:${port} (${error.message}). Stop what uses that port, or deploy on another one.`, { cause: error })));
    server.http.listen(port, host, resolve);
  });
  return (server.http.address() as AddressInfo).port;
}
