/** Least and greatest value of the metrics that a row does not tell them of (it tells them of twelve), read one by one behind everything else. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Metric, WireNumber } from '../../../src/protocol/mlflow';
import { toNumber } from '../../../src/wording/formatNumber';
import type { RunHost } from '../live';
import type { MetricView } from '../model';

export interface Range { readonly min: number; readonly max: number }
interface Known extends Range { readonly mark: string }

/** Metrics with their ranges filled in as far as they are known by now. */
export function useRanges(host: RunHost, metrics: readonly MetricView[], latest: readonly Metric[]): MetricView[] {
  const [known, setKnown] = useState<ReadonlyMap<string, Known>>(new Map());
  const current = useRef(known);
  current.current = known;
  const marks = new Map(latest.map(({ key, step, timestamp, value }) => [key, `${step} ${timestamp} ${value}`]));
  const wanted = metrics.filter(({ key, min }) => min === null && known.get(key)?.mark !== marks.get(key)).map(({ key }) => key);
  useEffect(() => {
    const end = new AbortController();
    const read = async (): Promise<void> => {
      const found = new Map(current.current);
      for (const key of wanted) {
        // A bucket tells its first, least, greatest and last point: one bucket is the whole history.
        const { curves: [curve] } = await host.ask('curves', { key, points: 4 }, end.signal);
        const range = rangeOf(curve?.value ?? []);
        if (range !== undefined) {
          found.set(key, { ...range, mark: marks.get(key) ?? '' });
        }
      }
      if (!end.signal.aborted) {
        setKnown(found);
      }
    };
    if (wanted.length > 0) {
      // What fails here is asked for again with the next change; the column stays empty meanwhile.
      void read().catch(() => undefined);
    }
    return () => end.abort();
  }, [host, wanted.join('\n')]);
  return metrics.map((metric) => (metric.min === null ? { ...metric, ...widened(known.get(metric.key), metric.value) } : metric));
}

/** Least and greatest finite value; undefined without any. */
export function rangeOf(values: readonly (number | string)[]): Range | undefined {
  const finite = values.map((value) => toNumber(value)).filter((value) => Number.isFinite(value));
  return finite.length === 0 ? undefined : { min: Math.min(...finite), max: Math.max(...finite) };
}

/** What is newer than the range that is known belongs to it too. */
function widened(range: Range | undefined, latest: WireNumber): Partial<Range> {
  const value = toNumber(latest);
  return range === undefined ? {} : Number.isFinite(value) ? { min: Math.min(range.min, value), max: Math.max(range.max, value) } : { min: range.min, max: range.max };
}
