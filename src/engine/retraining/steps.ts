/** The steps of a retraining: each looks at what stands and does one thing, so that it can be taken again after any crash. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { GateReport } from '../../protocol/gates';
import { RETRAIN_DEFAULTS, type Retraining, type RetrainingState } from '../../protocol/retraining';
import type { GateService } from '../gates/service';
import type { PromotionService } from '../gates/promotion';
import { durationMs } from '../monitoring/duration';
import type { MonitoringService } from '../monitoring/service';
import type { Actor } from '../registry/actor';
import type { RegistryService } from '../registry/service';
import type { ServingService } from '../serving/service';
import type { TrainingService } from '../training/service';
import { candidateOf } from './candidate';
import { readPolicy, type ReadPolicy } from './policies';
import type { PolicyRecord } from './store';
import type { TrackingService } from '../tracking/service';

export interface StepParts {
  readonly training: () => TrainingService;
  readonly serving: () => ServingService;
  readonly gates: () => GateService;
  readonly promotions: () => PromotionService;
  readonly monitoring: () => MonitoringService;
  readonly registry: RegistryService;
  readonly tracking: TrackingService;
  /** absolute folder for labelled traffic */
  readonly folder: string;
  /** of the one who said that the policy holds */
  readonly env: (policy: string) => Readonly<Record<string, string>>;
}

/** What a step came to: the same state when there is nothing to do yet. */
export type Stepped = Partial<Omit<Retraining, 'steps'>> & { readonly state: RetrainingState; /** undefined: nothing to say */ readonly text?: string };

const DAY_MS = 86_400_000;
const MOST_ROWS = 1_000_000;

/** Takes the next step of a retraining that is not paused. @throws Error in a sentence: it has failed */
export async function step(retraining: Retraining, record: PolicyRecord, parts: StepParts, now: number): Promise<Stepped> {
  switch (retraining.state) {
    case 'collecting': return collect(retraining, record, await readPolicy(record), parts, now);
    case 'training': return train(retraining, record, await readPolicy(record), parts, now);
    case 'judging': return judge(retraining, record, parts);
    case 'rolling_out': return rollOut(retraining, record, await readPolicy(record), parts);
    default: return { state: retraining.state };
  }
}

/** Who changes registry and deployments: the log names the policy. */
export function actorOf({ policy, why }: Pick<Retraining, 'policy' | 'why'>): Actor {
  return { who: `retrain ${policy}`, client: 'slipway', reason: why };
}

async function collect({ retraining_id: id, monitor, started_at: started }: Retraining, { name }: PolicyRecord, { policy, label, run }: ReadPolicy, { monitoring, training, folder, env }: StepParts, now: number): Promise<Stepped> {
  const least = policy.min_labels ?? RETRAIN_DEFAULTS.min_labels;
  const days = policy.days ?? RETRAIN_DEFAULTS.days;
  const file = path.join(folder, `${id}.parquet`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const rows = await monitoring().labelled(monitor, { from: Math.max(0, Math.floor(started - days * DAY_MS)), to: now }, label, policy.rows ?? MOST_ROWS, file);
  if (rows < least) {
    return { state: 'collecting', labelled_rows: rows };
  }
  const { command, cwd, source, experiment } = run(file);
  const job = training().submit({
    command: [...command], cwd, env: { ...env(name), SLIPWAY_LABELLED_TRAFFIC: file }, name: `retrain ${name}`,
    ...(source === undefined ? {} : { source }), ...(experiment === undefined ? {} : { experiment }),
  });
  return { state: 'training', job_id: job.job_id, labelled_rows: rows, text: `Training began with ${rows} labelled rows of the last ${days} days.` };
}

async function train(retraining: Retraining, { root, python, name }: PolicyRecord, { policy }: ReadPolicy, { training, registry, tracking, gates, env }: StepParts, now: number): Promise<Stepped> {
  const job = training().job(retraining.job_id ?? '');
  if (job.state === 'queued' || job.state === 'running') {
    const budget = policy.budget ?? RETRAIN_DEFAULTS.budget;
    if (job.started_at !== null && now - job.started_at > durationMs(budget)) {
      await training().stop(job.job_id);
      throw new Error(`Training took longer than its budget of ${budget}, and was stopped.`);
    }
    return { state: 'training' };
  }
  if (job.state !== 'finished') {
    throw new Error(`Training ended as ${job.state}${job.failure === null ? '' : `: ${job.failure}`}. Its log: ${job.log_file}`);
  }
  const { model } = retraining;
  const version = await candidateOf({ registry, tracking }, model, job.run_ids, actorOf(retraining));
  const report = await gates().run({ name: model, version: version.version, root, ...(python === null ? {} : { python }), env: env(name) }, actorOf(retraining));
  return { state: 'judging', run_id: version.run_id ?? null, version: version.version, gate_id: report.gate_id, text: `Training gave ${model}/${version.version}; its gate judges it against the champion.` };
}

async function judge(retraining: Retraining, record: PolicyRecord, { gates, promotions }: StepParts): Promise<Stepped> {
  const report = gates().get(retraining.gate_id ?? '');
  const { model, version } = retraining;
  if (report.state === 'running') {
    return { state: 'judging' };
  }
  if (report.state !== 'passed') {
    return { state: 'rejected', text: `${model}/${version} is not rolled out. ${verdictText(report)}` };
  }
  const { policy } = await readPolicy(record);
  await promotions().promote({ name: model, version: version ?? '', alias: 'challenger', root: record.root }, actorOf(retraining));
  return policy.approve === true
    ? { state: 'waiting', text: `${model}/${version} passed its gate (${passedText(report)}) and is challenger. It waits for approval.` }
    : { state: 'rolling_out', text: `${model}/${version} passed its gate (${passedText(report)}) and is challenger.` };
}

async function rollOut(retraining: Retraining, { root, python, name }: PolicyRecord, { policy }: ReadPolicy, { serving, promotions, env }: StepParts): Promise<Stepped> {
  const { deployment, model } = retraining;
  const version = retraining.version ?? '';
  const { arms, rollout } = serving().get(deployment);
  const arm = arms.find((one) => one.model === model && one.version === version);
  const mine = rollout !== null && rollout.model === model && rollout.version === version ? rollout : null;
  if (mine?.state === 'rolled_back') {
    return { state: 'rolled_back', text: `${model}/${version} answers nothing any more. ${mine.why ?? ''}`.trim() };
  }
  if (mine?.state === 'promoted' || arm?.role === 'champion') {
    await promotions().promote({ name: model, version, alias: 'champion', root, reason: mine?.why ?? retraining.why }, actorOf(retraining));
    return { state: 'promoted', text: `${model}/${version} is champion. ${mine?.why ?? ''}`.trim() };
  }
  if (arm === undefined) {
    if (retraining.rollout_at !== null) {
      return { state: 'vetoed', text: `Somebody has taken ${model}/${version} out of ${deployment}.` };
    }
    await serving().addArm(deployment, { model, version, role: 'challenger', rollout: policy.rollout ?? {}, root, ...(python === null ? {} : { python }), env: { ...env(name) } }, actorOf(retraining));
    return { state: 'rolling_out', rollout_at: Date.now(), text: `${model}/${version} answers its first share of ${deployment}.` };
  }
  return { state: 'rolling_out' };
}

function verdictText({ problem, checks }: GateReport): string {
  const failed = checks.filter(({ outcome }) => outcome === 'failed').map(({ message }) => message);
  return problem ?? (failed.length === 0 ? 'Its gate did not pass.' : failed.join(' '));
}

function passedText({ checks }: GateReport): string {
  return `${checks.filter(({ outcome }) => outcome === 'passed').length} checks`;
}
