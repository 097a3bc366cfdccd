/** Deployments on disk: a folder each, because they outlive the engine and speak through files. */
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Type, type Static } from 'typebox';
import { Check } from 'typebox/schema';
import { readJsonFile, writeFileAtomic } from '../../connection/atomicFile';
import { DeployRequest } from '../../protocol/deployments';
import { UntrustedFile } from '../../protocol/registry';
import { DeploymentFile, readDeploymentFile, SupervisorRecord } from './deploymentFiles';
import { DeploymentPlan } from './servedModel';

export const DeploymentRecord = Type.Object({
  name: Type.String(),
  wanted: Type.Union([Type.Literal('running'), Type.Literal('stopped')]),
  /** what was asked for, without the environment, which may hold secrets */
  request: Type.Omit(DeployRequest, ['env', 'trust']),
  prepared: Type.Boolean({ description: 'plan.json can be served' }),
  problem: Type.Union([Type.String(), Type.Null()]),
  needs_trust: Type.Optional(Type.Array(UntrustedFile)),
  how: Type.Union([Type.String(), Type.Null()]),
  created_at: Type.Integer(),
});
export type DeploymentRecord = Static<typeof DeploymentRecord>;

export class DeploymentStore {
  readonly #folder: string;
  readonly #records = new Map<string, DeploymentRecord>();

  /** Reads what is there; makes nothing. @param store absolute path of the .slipway folder */
  constructor(store: string) {
    this.#folder = path.join(store, 'deployments');
    for (const name of existsSync(this.#folder) ? readdirSync(this.#folder).toSorted() : []) {
      const content = readJsonFile(path.join(this.#folder, name, DeploymentFile.record));
      if (Check(DeploymentRecord, content) && content.name === name) {
        this.#records.set(name, content);
      }
    }
  }

  /** By name. */
  all(): DeploymentRecord[] {
    return [...this.#records.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  get(name: string): DeploymentRecord | undefined {
    return this.#records.get(name);
  }

  /** Absolute path of the deployment's folder. */
  folder(name: string): string {
    return path.join(this.#folder, name);
  }

  /** Where converted models are kept, for all deployments. */
  get conversions(): string {
    return path.join(this.#folder, '..', 'conversions');
  }

  file(name: string, file: string): string {
    return path.join(this.#folder, name, file);
  }

  save(record: DeploymentRecord): void {
    mkdirSync(this.folder(record.name), { recursive: true, mode: 0o700 });
    writeFileAtomic(this.file(record.name, DeploymentFile.record), JSON.stringify(record, undefined, 2));
    this.#records.set(record.name, record);
  }

  /** The plan of a deployment that begins anew: what its arms did before is over. */
  saveFirstPlan(plan: DeploymentPlan): void {
    rmSync(this.file(plan.name, DeploymentFile.arms), { force: true });
    this.savePlan(plan);
  }

  /** May hold the environment of the requester: readable by its owner alone. */
  savePlan(plan: DeploymentPlan): void {
    writeFileAtomic(this.file(plan.name, DeploymentFile.plan), JSON.stringify(plan), 0o600);
  }

  /** The port that was free the last time is asked for by its number from then on. */
  keepPort(name: string): void {
    const plan = readDeploymentFile(DeploymentPlan, this.file(name, DeploymentFile.plan));
    const last = readDeploymentFile(SupervisorRecord, this.file(name, DeploymentFile.supervisor));
    if (plan?.port === 0 && last !== undefined) {
      this.savePlan({ ...plan, port: last.port });
    }
  }

  /** Takes away everything that the deployment has left. */
  remove(name: string): void {
    // Its traffic may be sealed at this moment.
    rmSync(this.folder(name), { recursive: true, force: true, maxRetries: 3 });
    this.#records.delete(name);
  }
}
