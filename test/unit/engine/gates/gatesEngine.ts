/** A real engine with the gates room, and a project folder whose slipway.yaml the test writes. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { vi } from 'vitest';
import { EngineClient } from '../../../../src/connection/engineClient';
import { gatesRoom } from '../../../../src/engine/gates/room';
import type { GateService } from '../../../../src/engine/gates/service';
import { Measuring } from '../../../../src/engine/serving/measuring/measuring';
import type { GateReport, GateRequest } from '../../../../src/protocol/gates';
import type { Notice } from '../../../../src/protocol/events';
import { runEngine, type RunningEngine, TOKENS } from '../runningEngine';
import { keptLog } from '../silentLog';

export class GatesEngine {
  private constructor(readonly running: RunningEngine, readonly client: EngineClient, readonly service: GateService, readonly root: string) {}

  static async start(): Promise<GatesEngine> {
    let service: GateService | undefined;
    const running = await runEngine({}, [(engine) => {
      const { database: { folder: store }, registry } = engine;
      const measuring = new Measuring({ registry, conversions: path.join(store, 'conversions'), store, scripts: path.resolve('src/python'), graph: path.resolve('dist/graph.js'), measure: path.resolve('dist/measure.js') });
      return gatesRoom({ store, evaluate: path.resolve('src/python/slipway_evaluate.py'), measuring: () => measuring, log: keptLog() }, (made) => {
        service = made;
      })(engine);
    }]);
    if (service === undefined) {
      throw new Error('The room made no service.');
    }
    await service.begin();
    const client = new EngineClient({ url: running.url, rootToken: TOKENS.root, version: '', pid: process.pid, store: running.folder });
    return new GatesEngine(running, client, service, running.folder);
  }

  /** Writes slipway.yaml. */
  rules(text: string): void {
    this.file('slipway.yaml', text);
  }

  file(name: string, text: string): string {
    const file = path.join(this.root, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  /**
   * A run that recorded these metrics, and a version made of its artifacts.
   * @param files of the model's folder; without them there is none
   * @returns the run's id
   */
  async version(name: string, metrics: Readonly<Record<string, number>>, files: Readonly<Record<string, string | Uint8Array>> = {}): Promise<string> {
    const { engine } = this.running;
    const run = await engine.tracking.createRun({ experimentId: '0', startTime: Date.now(), tags: [] });
    for (const [key, value] of Object.entries(metrics)) {
      await this.client.request('POST', '/api/2.0/mlflow/runs/log-metric', { run_id: run.info.run_id, key, value, timestamp: Date.now(), step: 0 });
    }
    for (const [file, text] of Object.entries(files)) {
      const folder = engine.tracking.artifactFolder(run.info.run_id) ?? '';
      mkdirSync(path.dirname(path.join(folder, 'model', file)), { recursive: true });
      writeFileSync(path.join(folder, 'model', file), text);
    }
    if ((await this.client.registry.models()).models.every((model) => model.name !== name)) {
      await this.client.registry.create(name);
    }
    await this.client.registry.createVersion({ name, source: `${run.info.artifact_uri}/model`, run_id: run.info.run_id });
    return run.info.run_id;
  }

  /** Runs a gate to its end. */
  async gate(name: string, version: string, more: Partial<GateRequest> = {}): Promise<GateReport> {
    return this.ended(await this.client.gates.run({ name, version, root: this.root, ...more }));
  }

  ended({ gate_id: id }: GateReport): Promise<GateReport> {
    return vi.waitFor(async () => {
      const report = await this.client.gates.report(id);
      if (report.state === 'running') {
        throw new Error(`the gate still runs: ${report.stage}`);
      }
      return report;
    }, { timeout: 60_000, interval: 20 });
  }

  /** Notices from now on. */
  notices(): Notice[] {
    const heard: Notice[] = [];
    this.running.engine.events.subscribe((notice) => heard.push(notice));
    return heard;
  }

  async stop(): Promise<void> {
    this.client.close();
    this.service.end();
    await this.running.stop();
    rmSync(this.root, { recursive: true, force: true });
  }
}
