/** One deployment, from its plan to its last answer. */
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { DeploymentFile } from '../deploymentFiles';
import { loadPythonModel } from '../pythonModel';
import type { PlannedArm } from '../servedModel';
import { isSupervised, takeConnections } from './handedConnections';
import { isLoopback } from './http/access';
import { FrontServer } from './http/frontServer';
import { RequestIds } from './http/requestIds';
import { LiveWindow, liveProtocol } from './live';
import { mlflowProtocol } from './mlflow/protocol';
import { loadOnnxModel } from './onnx/onnxScoredModel';
import { Metrics } from './metrics';
import { pages } from './pages/protocol';
import { readPlan, writeProcessFile } from './planFile';
import type { ScoredModel } from './scoredModel';
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
 * @throws Error in a sentence: no plan, no model, no port
 */
export async function startFront(folder: string, log: (line: string) => void): Promise<Front> {
  const plan = readPlan(folder);
  if (!isLoopback(plan.host)) {
    throw new Error(`The deployment is planned on ${plan.host}, and deployments without a key answer on loopback only. Plan it on 127.0.0.1.`);
  }
  const champion = plan.arms.find(({ role }) => role === 'champion');
  if (champion === undefined) {
    throw new Error('The plan of this deployment has no champion. Deploy the version again.');
  }
  const record = new RequestRecord(folder, plan.traffic ?? {}, log);
  record.expect(plan.arms);
  const metrics = new Metrics(champion.model, champion.version, { waiting: () => served.waiting, dropped: () => record.dropped });
  const served: Served = new Served(champion, await loadModel(champion, folder), (requests, rows) => metrics.ran(requests, rows));
  const live = new LiveWindow({ waiting: () => served.waiting, now: Date.now, rss: () => process.memoryUsage.rss() });
  const server = new FrontServer({
    protocols: [mlflowProtocol(served), openInferenceProtocol(served), tensorflowProtocol(served), torchServeProtocol(served), pages(plan.name, served, metrics), liveProtocol(live), record.protocol],
    ids: new RequestIds(),
    answered: (answered) => {
      metrics.answered(answered);
      live.answered(answered, champion);
      record.answered(answered, champion);
    },
    unexpected: (error) => log(`unexpected: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
  });
  record.readEarlier();
  if (isSupervised()) {
    takeConnections(server.http);
    log(`${plan.name} answers with ${champion.model} version ${champion.version}`);
  } else {
    const url = writeProcessFile(folder, plan.host, await listen(server, plan.host, plan.port));
    log(`${plan.name} answers at ${url} with ${champion.model} version ${champion.version}`);
  }
  return {
    async stop() {
      const late = setTimeout(() => server.http.closeAllConnections(), DRAIN_MS);
      await server.drain();
      clearTimeout(late);
      await served.close();
      await record.close();
    },
  };
}

async function loadModel({ served }: PlannedArm, folder: string): Promise<ScoredModel> {
  switch (served.kind) {
    case 'onnx':
      return loadOnnxModel(served);
    case 'python':
      return loadPythonModel(served, path.join(folder, DeploymentFile.log));
  }
}

async function listen(server: FrontServer, host: string, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.http.once('error', (error) => reject(new Error(`The deployment cannot listen on ${host}:${port} (${error.message}). Stop what uses that port, or deploy on another one.`, { cause: error })));
    server.http.listen(port, host, resolve);
  });
  return (server.http.address() as AddressInfo).port;
}
