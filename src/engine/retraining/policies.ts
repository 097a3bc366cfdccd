/** Policies as they stand in slipway.yaml now, and when they start. */
import path from 'node:path';
import { problemText } from '../../projectFile/problem';
import { readProjectFile } from '../../projectFile/read';
import { targetRun, type TargetRun } from '../../projectFile/trainTargets';
import { splitArguments } from '../../projectFile/commandWords';
import type { Alert, Monitor } from '../../protocol/monitors';
import { PROJECT_FILE } from '../../protocol/projectFile';
import { RETRAIN_DEFAULTS, type Retraining, type RetrainPolicy } from '../../protocol/retraining';
import { invalid } from '../mlflowErrors';
import { durationMs } from '../monitoring/duration';
import type { PolicyRecord } from './store';

/** A policy with what it trains. */
export interface ReadPolicy {
  readonly policy: RetrainPolicy;
  /** column that truths get */
  readonly label: string;
  /** @param labelled absolute path of the labelled traffic */
  readonly run: (labelled: string) => TargetRun;
}

/** @throws INVALID_PARAMETER_VALUE in a sentence: the file has a fault, or lacks the policy or its target */
export async function readPolicy({ name, root, python }: Pick<PolicyRecord, 'name' | 'root' | 'python'>): Promise<ReadPolicy> {
  const file = path.join(root, PROJECT_FILE);
  const read = await readProjectFile(file);
  if (read?.fault !== undefined) {
    throw invalid(problemText(file, read.fault));
  }
  const policy = own(read?.file?.retrain, name);
  if (policy === undefined) {
    throw invalid(`${file} has no retrain policy "${name}"${only(read?.file?.retrain)}.`);
  }
  const target = own(read?.file?.train, policy.train);
  if (target === undefined) {
    throw invalid(`${file} has no train target "${policy.train}"${only(read?.file?.train)}, which the policy ${name} trains.`);
  }
  return {
    policy, label: own(read?.file?.monitors, policy.monitor)?.quality?.label ?? 'label',
    run: (labelled) => {
      const run = targetRun(file, target, python ?? undefined);
      return { ...run, command: [...run.command, ...splitArguments(policy.arguments ?? '').map((word) => word.replaceAll('{labelled}', labelled))] };
    },
  };
}

function own<T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}

function only(record: Readonly<Record<string, unknown>> | undefined): string {
  const names = Object.keys(record ?? {});
  return names.length === 0 ? '' : `, only ${names.join(', ')}`;
}

/** Why a policy starts now. */
export interface Start { readonly why: string; readonly alert: Alert | null }

/**
 * @param last the newest retraining of the policy
 * @param since when the policy began to hold, Unix ms
 * @param labelled rows that got their truth in windows that ended after a time, Unix ms; asked only of a policy that counts them
 * @returns undefined while nothing starts it
 */
export function startOf(policy: RetrainPolicy, monitor: Pick<Monitor, 'alerts'>, labelled: (since: number) => number, last: Retraining | undefined, since: number, now: number): Start | undefined {
  if (last !== undefined && (last.ended_at === null || now - last.started_at < durationMs(policy.at_most ?? RETRAIN_DEFAULTS.at_most))) {
    return undefined;
  }
  const kinds: readonly string[] = policy.on ?? RETRAIN_DEFAULTS.on;
  // What was said of windows from before the last one ended is what that one was for.
  const alert = monitor.alerts.find((one) => kinds.includes(one.kind) && one.state !== 'snoozed' && one.until > (last?.ended_at ?? 0));
  if (alert !== undefined) {
    return { why: alert.text, alert };
  }
  const begun = last?.started_at ?? since;
  if (policy.schedule !== undefined && now - begun >= durationMs(policy.schedule)) {
    return { why: `It is ${policy.schedule} after the last one.`, alert: null };
  }
  const rows = policy.labels === undefined ? 0 : labelled(begun);
  return policy.labels !== undefined && rows >= policy.labels ? { why: `${rows} rows have been labelled since the last one.`, alert: null } : undefined;
}
