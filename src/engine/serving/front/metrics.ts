/** What Prometheus reads at /metrics, in its text format (version 0.0.4). */
import type { Answered } from './http/frontServer';

/** Upper bounds in seconds, Prometheus' own defaults with finer ones below, where a small model answers. */
const BOUNDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

interface Latencies {
  readonly buckets: number[];
  sum: number;
  count: number;
}

/** Numbers that are read when they are asked for. */
export interface Gauges {
  readonly waiting: () => number;
  readonly dropped: () => number;
}

/** Whose numbers they are. */
export interface Labelled { readonly model: string; readonly version: string }

export class Metrics {
  readonly #requests = new Map<string, number>();
  readonly #latencies = new Map<string, Latencies>();
  readonly #started = Date.now() / 1000;
  readonly #runs = new Map<string, { runs: number; requests: number; rows: number }>();
  /** arms live long, and are asked thousands of times a second */
  readonly #known = new WeakMap<Labelled, string>();

  constructor(private readonly gauges: Gauges) {}

  answered({ protocol, status, outcome, latency }: Answered, arm: Labelled): void {
    const of = this.#labels(arm);
    const labels = `${of},protocol="${protocol}",code="${status}",outcome="${outcome}"`;
    this.#requests.set(labels, (this.#requests.get(labels) ?? 0) + 1);
    const histogramOf = `${of},protocol="${protocol}"`;
    let latencies = this.#latencies.get(histogramOf);
    if (latencies === undefined) {
      latencies = { buckets: BOUNDS.map(() => 0), sum: 0, count: 0 };
      this.#latencies.set(histogramOf, latencies);
    }
    const seconds = latency / 1000;
    const bucket = BOUNDS.findIndex((bound) => seconds <= bound);
    if (bucket >= 0) {
      latencies.buckets[bucket] = (latencies.buckets[bucket] ?? 0) + 1;
    }
    latencies.sum += seconds;
    latencies.count += 1;
  }

  ran(arm: Labelled, requests: number, rows: number): void {
    const of = this.#labels(arm);
    const runs = this.#runs.get(of) ?? { runs: 0, requests: 0, rows: 0 };
    runs.runs += 1;
    runs.requests += requests;
    runs.rows += rows;
    this.#runs.set(of, runs);
  }

  #labels(arm: Labelled): string {
    let labels = this.#known.get(arm);
    if (labels === undefined) {
      labels = `model="${escaped(arm.model)}",version="${escaped(arm.version)}"`;
      this.#known.set(arm, labels);
    }
    return labels;
  }

  text(): string {
    const single = (name: string, kind: string, help: string, value: number): string => `# HELP ${name} ${help}\n# TYPE ${name} ${kind}\n${name} ${value}\n`;
    const perArm = (name: string, help: string, part: 'runs' | 'requests' | 'rows'): string => `# HELP ${name} ${help}\n# TYPE ${name} counter\n${[...this.#runs].map(([labels, runs]) => `${name}{${labels}} ${runs[part]}\n`).join('')}`;
    return [
      '# HELP slipway_requests_total Requests that asked the model.\n# TYPE slipway_requests_total counter\n',
      ...[...this.#requests].map(([labels, count]) => `slipway_requests_total{${labels}} ${count}\n`),
      '# HELP slipway_request_seconds Time from the header of a request to its answer.\n# TYPE slipway_request_seconds histogram\n',
      ...[...this.#latencies].map(([labels, latencies]) => histogram('slipway_request_seconds', labels, latencies)),
      perArm('slipway_runs_total', 'Runs of the model; requests share them.', 'runs'),
      perArm('slipway_run_requests_total', 'Requests in all runs.', 'requests'),
      perArm('slipway_run_rows_total', 'Rows in all runs.', 'rows'),
      single('slipway_waiting_requests', 'gauge', 'Requests that wait for the model.', this.gauges.waiting()),
      single('slipway_traffic_dropped_total', 'counter', 'Requests that are missing from the traffic log.', this.gauges.dropped()),
      single('process_resident_memory_bytes', 'gauge', 'Resident memory size in bytes.', process.memoryUsage.rss()),
      single('process_cpu_seconds_total', 'counter', 'Total user and system CPU time spent in seconds.', cpuSeconds()),
      single('process_start_time_seconds', 'gauge', 'Start time of the process since unix epoch in seconds.', this.#started),
    ].join('');
  }
}

function histogram(name: string, labels: string, { buckets, sum, count }: Latencies): string {
  let below = 0;
  const lines = BOUNDS.map((bound, at) => {
    below += buckets[at] ?? 0;
    return `${name}_bucket{${labels},le="${bound}"} ${below}\n`;
  });
  return `${lines.join('')}${name}_bucket{${labels},le="+Inf"} ${count}\n${name}_sum{${labels}} ${sum}\n${name}_count{${labels}} ${count}\n`;
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** @returns a value as it may stand in the quotes of a label */
function escaped(value: string): string {
  return value.replace(/[\\"\n]/g, (character) => (character === '\n' ? '\\n' : `\\${character}`));
}
