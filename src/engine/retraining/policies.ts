/** Policies as they stand in slipway.yaml now, and when they start. */
import path from 'node:path';
import { targetRun, type TargetRun } from '../../projectFile/trainTargets';
import { splitArguments } from '../../projectFile/commandWords';
import type { Alert, Monitor } from '../../protocol/monitors';
import { RETRAIN_DEFAULTS, type Retraining, type RetrainingTrigger, type RetrainPolicy } from '../../protocol/retraining';
import { invalid } from '../mlflowErrors';
import { durationMs } from '../../wording/duration';
import { entryOf, onlyText, readProject } from '../projectSections';
import type { PolicyRecord } from './store';

/** A policy with what it trains. */
export interface ReadPolicy {
  readonly policy: RetrainPolicy;
  /** column that truths get */
  readonly label: string;
  /** absolute path of the file that starts it when it changes; undefined: none does */
  readonly data: string | undefined;
  /** @param labelled absolute path of the labelled traffic */
  readonly run: (labelled: string) => TargetRun;
}

/** @throws INVALID_PARAMETER_VALUE in a sentence: the file has a fault, or lacks the policy or its target */
export async function readPolicy({ name, root, python }: Pick<PolicyRecord, 'name' | 'root' | 'python'>): Promise<ReadPolicy> {
  const { file, project: { retrain, train, monitors } } = await readProject(root);
  const policy = entryOf(retrain, name);
  if (policy === undefined) {
    throw invalid(`${file} has no retrain policy "${name}"${onlyText(retrain)}.`);
  }
  const target = entryOf(train, policy.train);
  if (target === undefined) {
    throw invalid(`${file} has no train target "${policy.train}"${onlyText(train)}, which the policy ${name} trains.`);
  }
  return {
    policy, label: entryOf(monitors, policy.monitor)?.quality?.label ?? 'label', data: policy.data === undefined ? undefined : path.resolve(root, policy.data),
    run: (labelled) => {
      const run = targetRun(file, target, python ?? undefined);
      return { ...run, command: [...run.command, ...splitArguments(policy.arguments ?? '').map((word) => word.replaceAll('{labelled}', labelled))] };
    },
  };
}

/** Why a policy starts now. */
export interface Start { readonly why: string; readonly trigger: RetrainingTrigger; readonly alert: Alert | null }

/** What a policy may count besides alerts and time; asked only where it does. */
export interface News {
  /** rows that got their truth in windows that ended after a time, Unix ms */
  readonly labelled: (since: number) => number;
  /** whether the content of its data file is another one */
  readonly data: boolean;
}

/**
 * @param last the newest retraining of the policy
 * @param since when the policy began to hold, Unix ms
 * @returns undefined while nothing starts it
 */
export function startOf(policy: RetrainPolicy, monitor: Pick<Monitor, 'alerts'>, { labelled, data }: News, last: Retraining | undefined, since: number, now: number): Start | undefined {
  if (last !== undefined && (last.ended_at === null || now - last.started_at < durationMs(policy.at_most ?? RETRAIN_DEFAULTS.at_most))) {
    return undefined;
  }
  const kinds: readonly string[] = policy.on ?? RETRAIN_DEFAULTS.on;
  // What was said of windows from before the last one ended is what that one was for.
  const alert = monitor.alerts.find((one) => kinds.includes(one.kind) && one.state !== 'snoozed' && one.until > (last?.ended_at ?? 0));
  if (alert !== undefined) {
    return { why: alert.text, trigger: 'alert', alert };
  }
  const begun = last?.started_at ?? since;
  if (policy.schedule !== undefined && now - begun >= durationMs(policy.schedule)) {
    return { why: `It is ${policy.schedule} after the last one.`, trigger: 'schedule', alert: null };
  }
  const rows = policy.labels === undefined ? 0 : labelled(begun);
  if (policy.labels !== undefined && rows >= policy.labels) {
    return { why: `${rows} rows have been labelled since the last one.`, trigger: 'labels', alert: null };
  }
  return data && policy.data !== undefined ? { why: `${policy.data} has changed.`, trigger: 'data', alert: null } : undefined;
}
