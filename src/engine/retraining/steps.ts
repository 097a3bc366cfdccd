/** The steps of a retraining: each looks at what stands and does one thing, so that it can be taken again after any crash. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { GateReport } from '../../protocol/gates';
import { RETRAIN_DEFAULTS, type Retraining, type RetrainingState, type RetrainPolicy } from '../../protocol/retraining';
import type { GateService } from '../gates/service';
import type { PromotionService } from '../gates/promotion';
import { durationMs } from '../../wording/duration';
import { countOf } from '../../wording/formatNumber';
import type { MonitoringService } from '../monitoring/service';
import type { Actor } from '../registry/actor';
import type { RegistryService } from '../registry/service';
import { ROLLOUT_DEFAULTS } from '../serving/arms';
import type { ServingService } from '../serving/service';
import { newJobId } from '../training/jobRecord';
import type { TrainingService } from '../training/service';
import { candidateOf } from './candidate';
import { readPolicy, type ReadPolicy } from './policies';
import { shadowVerdict } from './shadow';
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
    case 'collecting': return collect(retraining, await readPolicy(record), parts, now);
    case 'training': return train(retraining, record, await readPolicy(record), parts, now);
    case 'judging': return judge(retraining, record, parts);
    case 'shadowing': return shadow(retraining, record, await readPolicy(record), parts, now);
    case 'rolling_out': return rollOut(retraining, record, await readPolicy(record), parts);
    default: return { state: retraining.state };
  }
}

/** Who changes registry and deployments: the log names the policy. */
export function actorOf({ policy, why }: Pick<Retraining, 'policy' | 'why'>): Actor {
  return { who: `retrain ${policy}`, client: 'slipway', reason: why };
}

/** Ends what goes on for one that is not wanted any more. */
export async function undo({ state, job_id: job, gate_id: gate, deployment, model, version }: Retraining, { training, gates, serving }: StepParts): Promise<void> {
  if (job !== null && training().has(job)) {
    await training().stop(job);
  }
  if (state === 'judging' && gate !== null) {
    gates().stop(gate);
  }
  const arm = version === null ? undefined : serving().list().find(({ name }) => name === deployment)?.arms.find((one) => one.model === model && one.version === version);
  if (arm?.role === 'challenger' || arm?.role === 'shadow') {
    await serving().arms.remove(deployment, arm);
  }
}

async function collect({ retraining_id: id, monitor, started_at: started, trigger }: Retraining, { policy, label }: ReadPolicy, { monitoring, folder }: StepParts, now: number): Promise<Stepped> {
  const least = policy.min_labels ?? (trigger === 'data' ? 0 : RETRAIN_DEFAULTS.min_labels);
  const days = policy.days ?? RETRAIN_DEFAULTS.days;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const rows = await monitoring().labelled(monitor, { from: Math.max(0, Math.floor(started - days * DAY_MS)), to: now }, label, policy.rows ?? MOST_ROWS, labelledFile(folder, id));
  if (rows < least) {
    return { state: 'collecting', labelled_rows: rows };
  }
  // The job has its id before it is there: taken again after a crash, the step finds it, and does not train twice.
  return { state: 'training', job_id: newJobId(now), labelled_rows: rows, text: `Training began with ${countOf(rows, 'labelled row')} of the last ${countOf(days, 'day')}.` };
}

function labelledFile(folder: string, id: string): string {
  return path.join(folder, `${id}.parquet`);
}

async function train(retraining: Retraining, { root, python, name }: PolicyRecord, { policy, run }: ReadPolicy, { training, registry, tracking, gates, folder, env }: StepParts, now: number): Promise<Stepped> {
  const labelled = labelledFile(folder, retraining.retraining_id);
  const { command, cwd, source, experiment } = run(labelled);
  const job = training().submit({
    command: [...command], cwd, env: { ...env(name), SLIPWAY_LABELLED_TRAFFIC: labelled }, name: `retrain ${name}`,
    ...(source === undefined ? {} : { source }), ...(experiment === undefined ? {} : { experiment }),
  }, retraining.job_id ?? undefined);
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
  const passed = `${model}/${version} passed its gate (${passedText(report)}) and is challenger.`;
  return policy.shadow === undefined ? beforeAnswers(policy, passed) : { state: 'shadowing', text: `${passed} It gets copies of all requests before it answers any.` };
}

/** Nobody has got an answer of it so far. @param text why it may go on */
function beforeAnswers({ approve }: RetrainPolicy, text: string): Stepped {
  return approve === true ? { state: 'waiting', text: `${text} It waits for approval.` } : { state: 'rolling_out', text };
}

async function shadow(retraining: Retraining, { root, python, name }: PolicyRecord, { policy }: ReadPolicy, { serving, env }: StepParts, now: number): Promise<Stepped> {
  const { deployment, model, shadow_at: since } = retraining;
  const version = retraining.version ?? '';
  const { arms } = serving().get(deployment);
  const arm = arms.find((one) => one.model === model && one.version === version && one.role !== 'previous');
  const champion = arms.find(({ role }) => role === 'champion');
  if (since === null || arm === undefined || champion === undefined) {
    if (since !== null) {
      return { state: 'vetoed', text: `Somebody has taken ${model}/${version} out of ${deployment}.` };
    }
    if (arm === undefined) {
      await serving().addArm(deployment, { model, version, role: 'shadow', root, ...(python === null ? {} : { python }), env: { ...env(name) } }, actorOf(retraining));
    }
    return { state: 'shadowing', shadow_at: Date.now(), text: `${model}/${version} gets copies of all requests of ${deployment}.` };
  }
  const { max_failure_rate: maxFailureRate = ROLLOUT_DEFAULTS.max_failure_rate, error_rate: errorRate = ROLLOUT_DEFAULTS.error_rate } = policy.rollout ?? {};
  const { kind, text } = shadowVerdict(arm, champion, policy.shadow ?? {}, { maxFailureRate, errorRate }, since, now);
  if (kind === 'back') {
    await serving().arms.remove(deployment, { model, version });
    return { state: 'rolled_back', text: `${model}/${version} answers nobody. ${text}` };
  }
  return kind === 'stay' ? { state: 'shadowing' } : beforeAnswers(policy, `${model}/${version} has held. ${text}`);
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
  if (arm?.role === 'shadow') {
    await serving().arms.remove(deployment, { model, version });
  }
  if (arm === undefined || arm.role === 'shadow') {
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
  return countOf(checks.filter(({ outcome }) => outcome === 'passed').length, 'check');
}
