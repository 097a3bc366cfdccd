/**
 * Makes the arms of a running front what its plan says, and what its rollout decides. People change plan.json, through the engine; rules
 * decide here, where every answer is seen, so that a bad version is taken back also while no engine runs. What stands is in arms.json.
 */
import { statSync } from 'node:fs';
import path from 'node:path';
import { watchFolder } from '../../../../connection/folderWatch';
import type { DeploymentLimits } from '../../../../protocol/deploymentLimits';
import type { ArmChange, DeploymentArm, Rollout } from '../../../../protocol/deployments';
import { ArmsRecord, DeploymentFile, readDeploymentFile } from '../../deploymentFiles';
import { decide, type ArmFigures } from '../../rollout/rules';
import { compareQuality } from '../../rollout/sequential';
import { keyOf, promoted, rolledBack, weighted, type Share } from '../../rollout/shares';
import type { DeploymentPlan, PlannedArm } from '../../servedModel';
import { readPlan } from '../planFile';
import type { Served } from '../served';
import { Arm, type ArmOptions } from './arm';
import { ArmsFile } from './armsFile';

const RULES_MS = 1_000;
const MOST_DECISIONS = 50;

export interface ArmsControlOptions {
  /** of the deployment */
  readonly folder: string;
  readonly served: Served;
  readonly arm: (limits: DeploymentLimits) => ArmOptions;
  readonly log: (line: string) => void;
  /** told of the arms of every plan before they answer */
  readonly planned: (arms: readonly PlannedArm[]) => void;
  /** what ground truth says of an arm */
  readonly quality: (arm: Arm) => Pick<DeploymentArm, 'quality' | 'compared'>;
  /** told since when arms are compared, Unix ms */
  readonly compareFrom: (since: number) => void;
}

export class ArmsControl {
  readonly #arm: ArmOptions;
  #plan: DeploymentPlan;
  #planned = '';
  #rollout: Rollout | null = null;
  /** when an arm, or a rollout, began last, Unix ms */
  #comparedSince = 0;
  #decisions: readonly ArmChange[] = [];
  readonly #file: ArmsFile;
  #changing: Promise<void> = Promise.resolve();
  #ends: (() => void)[] = [];

  constructor(private readonly options: ArmsControlOptions) {
    this.#plan = readPlan(options.folder);
    this.#arm = options.arm(this.#plan.limits ?? {});
    this.#file = new ArmsFile(options.folder, options.log);
  }

  get plan(): DeploymentPlan {
    return this.#plan;
  }

  /**
   * Loads the champion; the others follow while it answers.
   * @throws Error in a sentence when it can't be loaded, or there is none
   */
  async begin(): Promise<void> {
    const { folder, served } = this.options;
    this.#planned = stampOf(folder);
    const record = readDeploymentFile(ArmsRecord, path.join(folder, DeploymentFile.arms));
    this.#decisions = record?.decisions ?? [];
    const decided = record?.revision === (this.#plan.revision ?? 0) ? record : undefined;
    const arms = decided === undefined ? this.#plan.arms : withShares(this.#plan.arms, decided.arms);
    if (!arms.some(({ role }) => role === 'champion')) {
      throw new Error('The plan of this deployment has no champion. Deploy the version again.');
    }
    this.options.planned(arms);
    served.arms = arms.map((planned) => new Arm(planned, this.#arm));
    this.#compareFrom(decided?.compared_since ?? Date.now());
    this.#continue(decided);
    await served.champion.load('front');
  }

  /** Goes on by itself until `end`. */
  follow(): void {
    const timer = setInterval(() => this.look(), RULES_MS);
    const endWatch = watchFolder(this.options.folder, () => this.#readPlan());
    this.#ends = [() => clearInterval(timer), endWatch];
    this.#write(true);
    this.#change(async () => this.#loadAll());
  }

  /** Lets rules decide now: once a second, and when an arm has failed. */
  look(): void {
    const rollout = this.#rollout;
    const { champion, arms } = this.options.served;
    const challenger = rollout === null ? undefined : arms.find(({ key }) => key === keyOf(rollout));
    if (rollout !== null && (rollout.state === 'running' || rollout.state === 'waiting') && challenger !== undefined) {
      const { decision, verdict } = decide(rollout, this.#figuresOf(champion), this.#figuresOf(challenger), Date.now());
      this.#rollout = { ...rollout, verdict, step_requests: challenger.stepCounts.requests };
      switch (decision.kind) {
        case 'stay':
          break;
        case 'wait':
          this.#rollout = { ...this.#rollout, state: 'waiting', why: decision.why };
          break;
        case 'step':
          this.#toStep(decision.step, challenger);
          break;
        case 'promote':
          this.#decide('promoted', `${challenger.key} was promoted. ${decision.why}`, promoted(sharesOf(arms), challenger.key), { state: 'promoted', why: decision.why });
          break;
        case 'back':
          this.#decide('rolled_back', `${challenger.key} was rolled back. ${decision.why}`, rolledBack(sharesOf(arms)) ?? sharesOf(arms), { state: 'rolled_back', why: decision.why });
          break;
      }
    }
    this.#write();
  }

  /** Waits for what is under way, and writes what stands. */
  async end(): Promise<void> {
    this.#ends.forEach((end) => end());
    await this.#changing;
    this.#write(true);
  }

  #figuresOf(arm: Arm): ArmFigures {
    const { requests, failures } = arm.stepCounts;
    return { ready: arm.ready, requests, failures, p99: arm.latencies.quantile(0.99), latencies: arm.latencies.kept, quality: this.options.quality(arm).compared };
  }

  #compareFrom(since: number): void {
    this.#comparedSince = since;
    this.options.compareFrom(since);
  }

  /** A rollout of the plan begins, or goes on where an earlier process was. */
  #continue(decided: ArmsRecord | undefined): void {
    const planned = this.#plan.rollout ?? null;
    if (planned === null) {
      this.#rollout = null;
      return;
    }
    if (decided?.rollout !== undefined && decided.rollout !== null && keyOf(decided.rollout) === keyOf(planned)) {
      this.#rollout = decided.rollout;
      return;
    }
    const { model, version, plan } = planned;
    this.#rollout = { plan, model, version, state: 'running', step: 0, step_since: Date.now(), step_requests: 0, why: null, verdict: compareQuality(null, null, plan.error_rate) };
    const challenger = this.options.served.arms.find(({ key }) => key === keyOf(planned));
    if (challenger !== undefined) {
      this.#toStep(0, challenger);
    }
  }

  #toStep(step: number, challenger: Arm): void {
    if (this.#rollout === null) {
      return;
    }
    const weight = this.#rollout.plan.steps[step] ?? 0;
    const { arms } = this.options.served;
    this.#decide('step', `${challenger.key} gets ${weight} % of the requests, step ${step + 1} of ${this.#rollout.plan.steps.length}.`, weighted(sharesOf(arms), new Map([[challenger.key, weight]])), { step, step_since: Date.now(), step_requests: 0, why: null });
    arms.forEach((arm) => arm.beginStep());
  }

  #decide(what: ArmChange['what'], text: string, shares: readonly Share[], rollout: Partial<Rollout>): void {
    this.options.log(text);
    this.#decisions = [{ at: Date.now(), what, text, by: 'rule' as const }, ...this.#decisions].slice(0, MOST_DECISIONS);
    this.#rollout = this.#rollout === null ? null : { ...this.#rollout, ...rollout };
    this.#share(shares);
    this.#write(true);
    this.#change(async () => this.#settle());
  }

  /** Takes effect with the next request. Arms that are not in it answer what they have, and go. */
  #share(shares: readonly Share[]): void {
    const { served } = this.options;
    const kept = shares.flatMap((share) => {
      const arm = served.arms.find(({ key }) => key === keyOf(share));
      if (arm !== undefined) {
        arm.role = share.role;
        arm.weight = share.weight;
      }
      return arm ?? [];
    });
    const gone = served.arms.filter((arm) => !kept.includes(arm));
    served.arms = kept;
    this.#change(async () => { await Promise.all(gone.map((arm) => arm.close())); });
  }

  /** One change after the other; what fails is told by its arm. */
  #change(work: () => Promise<void>): void {
    this.#changing = this.#after(this.#changing, work);
  }

  async #after(before: Promise<void>, work: () => Promise<void>): Promise<void> {
    await before;
    try {
      await work();
    } catch (error) {
      this.options.log(error instanceof Error ? error.message : String(error));
    }
    this.#write(true);
  }

  #readPlan(): void {
    const stamp = stampOf(this.options.folder);
    if (stamp === this.#planned) {
      return;
    }
    this.#planned = stamp;
    const plan = readPlan(this.options.folder);
    if ((plan.revision ?? 0) === (this.#plan.revision ?? 0)) {
      return;
    }
    this.#plan = plan;
    this.#change(async () => this.#follow(plan));
  }

  /** What is new is loaded before it answers; a champion that is not loaded yet leaves the place to the one before. */
  async #follow(plan: DeploymentPlan): Promise<void> {
    const { served } = this.options;
    this.options.planned(plan.arms);
    const known = new Map(served.arms.map((arm) => [arm.key, arm]));
    const arms = plan.arms.map((planned) => known.get(keyOf(planned)) ?? new Arm({ ...planned, role: planned.role === 'champion' ? 'challenger' : planned.role, weight: 0 }, this.#arm));
    const champion = plan.arms.find(({ role }) => role === 'champion');
    const next = arms.find(({ key }) => champion !== undefined && key === keyOf(champion));
    if (next === undefined) {
      throw new Error('The new plan has no champion, and is not followed.');
    }
    if (!next.ready) {
      await next.load('front');
    }
    served.arms = [...arms, ...served.arms.filter((arm) => !arms.includes(arm))];
    this.#share(plan.arms);
    served.arms.forEach((arm) => arm.beginStep());
    if (plan.rollout !== undefined && plan.rollout !== null || plan.arms.some((arm) => !known.has(keyOf(arm)))) {
      this.#compareFrom(Date.now());
    }
    this.#continue(undefined);
    this.#write(true);
    await this.#loadAll();
    await this.#settle();
  }

  async #loadAll(): Promise<void> {
    await Promise.all(this.options.served.arms.filter(({ ready, state }) => !ready && state !== 'failed').map(async (arm) => {
      try {
        await arm.load('apart');
      } catch (error) {
        this.options.log(`${arm.key} could not be loaded: ${error instanceof Error ? error.message : String(error)}`);
      }
    }));
    this.look();
  }

  /** The champion is quickest in this process; it answers from where it is until it is there. */
  async #settle(): Promise<void> {
    const { champion } = this.options.served;
    if (champion.ready && champion.place === 'apart' && champion.served.kind === 'onnx') {
      await champion.load('front');
    }
  }

  /** @param now something was decided */
  #write(now = false): void {
    const { served, quality } = this.options;
    this.#file.write({
      revision: this.#plan.revision ?? 0,
      arms: served.arms.map((arm): DeploymentArm => ({
        model: arm.model, version: arm.version, role: arm.role, weight: arm.weight, pid: arm.pid, state: arm.state, problem: arm.problem,
        requests: arm.counts.requests, failures: arm.counts.failures, ...quality(arm), agreement: arm.role === 'shadow' ? { ...arm.agreement } : null,
      })),
      rollout: this.#rollout, compared_since: this.#comparedSince, decisions: [...this.#decisions],
    }, now);
  }
}

function sharesOf(arms: readonly Arm[]): Share[] {
  return arms.map(({ model, version, role, weight }) => ({ model, version, role, weight }));
}

/** The plan's models with the roles and weights that were decided since. */
function withShares(planned: readonly PlannedArm[], decided: readonly Share[]): PlannedArm[] {
  return decided.flatMap(({ model, version, role, weight }) => {
    const arm = planned.find((one) => one.model === model && one.version === version);
    return arm === undefined ? [] : { ...arm, role, weight };
  });
}

/** Which plan it is: files are replaced, so a new one is another file. */
function stampOf(folder: string): string {
  const { ino, mtimeMs, size } = statSync(path.join(folder, DeploymentFile.plan));
  return `${ino} ${mtimeMs} ${size}`;
}
