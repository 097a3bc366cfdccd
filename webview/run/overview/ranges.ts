/** Least and greatest value of the metrics that a row does not tell them of (it tells them of twelve), read one by one behind everything else. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Metric, WireNumber } from '../../../src/protocol/mlflow';
import { toNumber } from '../../../src/wording/formatNumber';
import type { RunHost } from '../live';
import type { MetricView } from '../model';

/** Asked for side by side, so that the host is busy and the engine is not flooded. */
const AT_ONCE = 4;

export interface Range { readonly min: number | null; readonly max: number | null }
interface Known extends Range { readonly mark: string }

/** Metrics with their ranges filled in as far as they are known by now. */
export function useRanges(host: RunHost, metrics: readonly MetricView[], latest: readonly Metric[]): MetricView[] {
  const [known, setKnown] = useState<ReadonlyMap<string, Known>>(new Map());
  const current = useRef(known);
  current.current = known;
  const marks = new Map(latest.map(({ key, step, timestamp, value }) => [key, `${step} ${timestamp} ${value}`]));
  const unknown = metrics.filter(({ min }) => min === null).map(({ key }) => ({ key, mark: marks.get(key) ?? '' }));
  useEffect(() => {
    const end = new AbortController();
    const waiting = unknown.filter(({ key, mark }) => current.current.get(key)?.mark !== mark);
    const read = async (): Promise<void> => {
      for (let next = waiting.splice(0, AT_ONCE); next.length > 0 && !end.signal.aborted; next = waiting.splice(0, AT_ONCE)) {
        const found = await Promise.all(next.map(async ({ key, mark }) => [key, await readRange(host, key, end.signal), mark] as const));
        setKnown((before) => new Map([...before, ...found.map(([key, range, mark]) => [key, { ...range, mark }] as const)]));
      }
    };
    // What fails here is asked for again with the next change; the column stays empty meanwhile.
    void read().catch(() => undefined);
    return () => end.abort();
  }, [host, JSON.stringify(unknown)]);
  return metrics.map((metric) => (metric.min === null ? { ...metric, ...widened(known.get(metric.key), metric.value) } : metric));
}

/** A bucket tells its first, least, greatest and last point: one bucket is the whole history. */
async function readRange(host: RunHost, key: string, signal: AbortSignal): Promise<Range> {
  const { curves: [curve] } = await host.ask('curves', { key, points: 4 }, signal);
  return rangeOf(curve?.value ?? []);
}

/** Least and greatest finite value; null without any. */
export function rangeOf(values: readonly (number | string)[]): Range {
  const finite = values.map((value) => toNumber(value)).filter((value) => Number.isFinite(value));
  return finite.length === 0 ? { min: null, max: null } : { min: Math.min(...finite), max: Math.max(...finite) };
}

/** What is newer than the range that is known belongs to it too. */
function widened(range: Range | undefined, latest: WireNumber): Partial<Range> {
  const value = toNumber(latest);
  if (range === undefined || range.min === null || range.max === null) {
    return {};
  }
  return Number.isFinite(value) ? { min: Math.min(range.min, value), max: Math.max(range.max, value) } : { min: range.min, max: range.max };
}
