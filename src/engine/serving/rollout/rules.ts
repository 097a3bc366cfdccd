/** What a rollout does next: a pure rule over figures, asked once a second and whenever something went wrong. */
import type { Moments, Rollout, Verdict } from '../../../protocol/deployments';
import { percentOf } from '../../../wording/formatNumber';
import { compareQuality, failureEvidence } from './sequential';

/** A tail that is so much longer is felt; less is what a process of its own costs, ms. */
const LEAST_LATENCY_MS = 10;
/** Answers of either arm before its tail is looked at. */
const LEAST_LATENCIES = 100;

/** An arm at this step. */
export interface ArmFigures {
  readonly ready: boolean;
  /** that it was asked at this step */
  readonly requests: number;
  /** of these, that it did not answer */
  readonly failures: number;
  /** of its latest answers at this step, ms; null: none */
  readonly p99: number | null;
  /** latencies that p99 is of */
  readonly latencies: number;
  /** since it was added */
  readonly quality: Moments | null;
}

export type Decision =
  | { readonly kind: 'stay' }
  /** nothing more to do by itself */
  | { readonly kind: 'wait'; readonly why: string }
  | { readonly kind: 'step'; readonly step: number }
  | { readonly kind: 'promote'; readonly why: string }
  | { readonly kind: 'back'; readonly why: string };

/** @param now Unix time, ms */
export function decide(rollout: Rollout, champion: ArmFigures, challenger: ArmFigures, now: number): { readonly decision: Decision; readonly verdict: Verdict } {
  const { plan, step } = rollout;
  const verdict = compareQuality(champion.quality, challenger.quality, plan.error_rate);
  const fault = faultOf(rollout, champion, challenger, verdict);
  if (fault !== undefined) {
    return { decision: { kind: 'back', why: fault }, verdict };
  }
  const held = now - rollout.step_since >= plan.hold_seconds * 1000 && challenger.requests >= plan.min_requests && challenger.ready;
  if (!held) {
    return { decision: { kind: 'stay' }, verdict };
  }
  if (step + 1 < plan.steps.length) {
    return { decision: { kind: 'step', step: step + 1 }, verdict };
  }
  return { decision: finish(rollout, verdict), verdict };
}

function finish({ plan }: Rollout, verdict: Verdict): Decision {
  const held = 'It held every step without more failures or delay than allowed';
  switch (plan.finish) {
    case 'promote':
      return { kind: 'promote', why: `${held}.` };
    case 'better':
      return verdict.kind === 'better' ? { kind: 'promote', why: `${held}, and predicts better: ${verdictText(verdict)}.` } : { kind: 'wait', why: `${held}. ${waiting(verdict)}` };
    case 'ask':
      return { kind: 'wait', why: `${held}. ${verdict.kind === 'better' ? `It predicts better: ${verdictText(verdict)}.` : waiting(verdict)} Promote it or roll it back.` };
  }
}

function waiting(verdict: Verdict): string {
  return verdict.kind === 'too_few' ? `Too little ground truth has come to compare it: ${verdict.labelled} rows.` : `Ground truth does not tell it from the champion yet: ${verdictText(verdict)}.`;
}

/** Whether it is certain, at the error rate, that it fails more often than is allowed. @param allowed share of the requests, between 0 and 1 */
export function failsTooOften(failures: number, requests: number, allowed: number, errorRate: number): boolean {
  return failureEvidence(failures, requests, allowed) >= -Math.log(errorRate);
}

/** @returns why it must go, for a person */
function faultOf({ plan }: Rollout, champion: ArmFigures, challenger: ArmFigures, verdict: Verdict): string | undefined {
  const usual = champion.requests === 0 ? 0 : champion.failures / champion.requests;
  const allowed = Math.min(0.99, Math.max(plan.max_failure_rate, 2 * usual));
  if (challenger.failures > 0 && failsTooOften(challenger.failures, challenger.requests, allowed, plan.error_rate)) {
    return `It failed on ${challenger.failures} of ${challenger.requests} requests, where ${percentOf(allowed)} are allowed. The champion answered them in its place.`;
  }
  if (challenger.p99 !== null && champion.p99 !== null && Math.min(challenger.latencies, champion.latencies) >= LEAST_LATENCIES
    && challenger.p99 > champion.p99 * plan.max_latency_ratio && challenger.p99 - champion.p99 > LEAST_LATENCY_MS) {
    return `Its p99 is ${challenger.p99.toFixed(1)} ms, more than ${plan.max_latency_ratio} times the champion's ${champion.p99.toFixed(1)} ms.`;
  }
  return verdict.kind === 'worse' ? `It predicts worse than the champion: ${verdictText(verdict)}.` : undefined;
}

/** `+0.12 ± 0.03 on 2,557 labelled rows, at an error rate of 5 %` */
export function verdictText({ difference, half_width: width, labelled, error_rate: rate }: Verdict): string {
  return difference === null || width === null ? `${labelled} labelled rows` : `${difference < 0 ? '−' : '+'}${Math.abs(difference).toPrecision(2)} ± ${width.toPrecision(2)} on ${labelled.toLocaleString('en-US')} labelled rows, at an error rate of ${percentOf(rate)}`;
}
