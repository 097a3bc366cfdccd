/** The last five minutes of a deployment as the page knows them, put together from answers that each bring a few seconds more. */
import type { DeploymentLive, LiveArm, LiveFigures } from '../../../src/protocol/deploymentLive';

/** Seconds that the page shows. */
export const SHOWN_SECONDS = 300;

/** One arm: a place per second, the first of them `from` of the whole. */
export interface ArmSeries {
  /** `iris/3 champion` */
  readonly key: string;
  readonly model: string;
  readonly version: string;
  readonly role: string;
  readonly requests: readonly number[];
  readonly faults: readonly number[];
  readonly rows: readonly number[];
  /** ms; null: no request ended in this second */
  readonly p50: readonly (number | null)[];
  readonly p99: readonly (number | null)[];
}

export interface LiveSeries {
  /** of the deployment's process: another one remembers nothing of the one before */
  readonly process: string;
  /** Unix s of the first second */
  readonly from: number;
  /** the first second that is not known yet */
  readonly until: number;
  readonly arms: readonly ArmSeries[];
  /** bytes */
  readonly rss: readonly (number | null)[];
  readonly recent: LiveFigures;
  readonly waiting: number;
}

/** What is known after one more answer. Seconds of which nobody told, as while the deployment came up again, are empty. */
export function withAnswer(before: LiveSeries | undefined, answer: DeploymentLive): LiveSeries {
  const process = `${answer.pid} ${answer.started}`;
  const until = Math.max(answer.until, before?.until ?? 0);
  const from = Math.max(Math.min(before?.from ?? answer.from, answer.from), until - SHOWN_SECONDS);
  // What the answer tells is newer than what was known of the same second.
  const known = answer.from;
  const keys = [...new Set([...(before?.arms ?? []).map(({ key }) => key), ...answer.arms.map(keyOf)])];
  const arms = keys.flatMap((key): ArmSeries[] => {
    const own = before?.arms.find((arm) => arm.key === key);
    const told = answer.arms.find((arm) => keyOf(arm) === key);
    const named = own ?? told;
    if (named === undefined) {
      return [];
    }
    const counts = (was: readonly number[] | undefined, is: readonly number[] | undefined): number[] => joined<number>(from, until, 0, { at: before?.from ?? 0, values: was }, { at: known, values: is });
    const latencies = (was: readonly (number | null)[] | undefined, is: readonly (number | null)[] | undefined): (number | null)[] => joined<number | null>(from, until, null, { at: before?.from ?? 0, values: was }, { at: known, values: is });
    return [{
      key, model: named.model, version: named.version, role: named.role, requests: counts(own?.requests, told?.requests), rows: counts(own?.rows, told?.rows),
      faults: counts(own?.faults, told?.failures.map((failures, at) => failures + (told.refusals[at] ?? 0))), p50: latencies(own?.p50, told?.p50), p99: latencies(own?.p99, told?.p99),
    }];
  });
  return {
    process, from, until, waiting: answer.waiting, recent: answer.recent,
    arms: arms.filter(({ key, requests }) => requests.some((count) => count > 0) || answer.arms.some((arm) => keyOf(arm) === key)),
    rss: joined<number | null>(from, until, null, { at: before?.from ?? 0, values: before?.rss }, { at: known, values: answer.rss }),
  };
}

export function keyOf({ model, version, role }: Pick<LiveArm, 'model' | 'version' | 'role'>): string {
  return `${model}/${version} ${role}`;
}

interface Part<T> { readonly at: number; readonly values: readonly T[] | undefined }

function joined<T>(from: number, until: number, missing: T, before: Part<T>, after: Part<T>): T[] {
  return Array.from({ length: Math.max(0, until - from) }, (_, index) => after.values?.[from + index - after.at] ?? before.values?.[from + index - before.at] ?? missing);
}
