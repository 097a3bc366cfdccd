/** Least and greatest value of the metrics that a row does not tell them of (it tells them of twelve), read behind everything else. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Metric, WireNumber } from '../../../src/protocol/mlflow';
import { toNumber } from '../../../src/wording/formatNumber';
import type { RunHost } from '../runHost';
import type { MetricView } from '../model';

/** Asked for in one go. */
const AT_ONCE = 50;
/** What has moved is read again so often, ms: a history of any length is behind each range. */
const AGAIN = 5000;

export interface Range { readonly min: number | null; readonly max: number | null }
interface Known extends Range { readonly mark: string }

/** Metrics with their ranges filled in as far as they are known by now. */
export function useRanges(host: RunHost, metrics: readonly MetricView[], latest: readonly Metric[]): MetricView[] {
  const [known, setKnown] = useState<ReadonlyMap<string, Known>>(new Map());
  const current = useRef(known);
  current.current = known;
  const marks = new Map(latest.map(({ key, step, timestamp, value }) => [key, `${step} ${timestamp} ${value}`]));
  const unknown = metrics.filter(({ min }) => min === null).map(({ key }) => ({ key, mark: marks.get(key) ?? '' }));
  const wanted = useRef(unknown);
  wanted.current = unknown;
  useEffect(() => {
    const end = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = async (): Promise<void> => {
      const moved = wanted.current.filter(({ key, mark }) => current.current.get(key)?.mark !== mark);
      for (let next = moved.splice(0, AT_ONCE); next.length > 0 && !end.signal.aborted; next = moved.splice(0, AT_ONCE)) {
        const ranges = await readRanges(host, next.map(({ key }) => key), end.signal);
        setKnown((before) => new Map([...before, ...next.map(({ key, mark }, index) => [key, { ...ranges[index] ?? { min: null, max: null }, mark }] as const)]));
      }
    };
    const look = (): void => {
      const again = (): void => { if (!end.signal.aborted) { timer = setTimeout(look, AGAIN); } };
      // What fails is read at the next look; the column keeps what it has meanwhile.
      read().then(again, again);
    };
    look();
    return () => {
      clearTimeout(timer);
      end.abort();
    };
  }, [host, unknown.map(({ key }) => key).join('\n')]);
  return metrics.map((metric) => (metric.min === null ? { ...metric, ...widened(known.get(metric.key), metric.value) } : metric));
}

/** A bucket tells its first, least, greatest and last point: one bucket is the whole history. */
async function readRanges(host: RunHost, keys: readonly string[], signal: AbortSignal): Promise<Range[]> {
  const answers = await host.ask('curves', { asks: keys.map((key) => ({ key, run_ids: [host.state.run_id], points: 4 })) }, signal);
  return answers.map(({ curves: [curve] }) => rangeOf(curve?.value ?? []));
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
