/**
 * The last five minutes of a deployment, second by second and arm by arm, in memory that never grows: a request costs a few additions.
 * Read by whoever watches; while nobody does, no timer runs.
 */
import { LIVE_SECONDS, type DeploymentLive, type LiveArm, type LiveFigures } from '../../../protocol/deploymentLive';
import type { AnsweringArm } from './arms/arm';
import { json, type Protocol } from './http/exchange';
import type { Answered } from './http/frontServer';
import { BUCKETS, bucketOf, percentile } from './latencyBuckets';

/** Seconds whose latencies are kept one by one, for the figures that stand large. */
const RECENT = 10;
/** Memory is that of now in a silence of at most so many seconds. */
const WATCHED = 5;
/** Answers that a client never gets are nobody's latency. */
const UNSEEN = 'shadow';

/** Rings over the seconds: second `s` stands at `s % length`. */
interface Track {
  readonly arm: AnsweringArm;
  readonly requests: Uint32Array;
  readonly failures: Uint32Array;
  readonly refusals: Uint32Array;
  readonly rows: Uint32Array;
  /** NaN: no request ended */
  readonly p50: Float64Array;
  readonly p99: Float64Array;
  /** of the second that is under way and of those before it */
  readonly latencies: readonly Uint32Array[];
}

/** Numbers that are read when they are asked for. */
export interface LiveGauges {
  readonly waiting: () => number;
  /** Unix ms */
  readonly now: () => number;
  /** bytes */
  readonly rss: () => number;
}

export class LiveWindow {
  readonly #tracks = new Map<string, Track>();
  readonly #rss = new Float64Array(LIVE_SECONDS).fill(NaN);
  readonly #started: number;
  /** the second that is under way */
  #second: number;

  constructor(private readonly gauges: LiveGauges) {
    this.#started = Math.floor(gauges.now() / 1000);
    this.#second = this.#started;
  }

  /** Counts one request. */
  answered({ call, outcome, latency }: Pick<Answered, 'call' | 'outcome' | 'latency'>, arm: AnsweringArm): void {
    this.#move();
    const track = this.#trackOf(arm);
    const at = this.#second % LIVE_SECONDS;
    add(track.requests, at, 1);
    add(track.rows, at, call.scored?.inputs.rows ?? 0);
    if (outcome === 'failed') {
      add(track.failures, at, 1);
    } else if (outcome === 'refused') {
      add(track.refusals, at, 1);
    }
    const counts = track.latencies[this.#second % RECENT];
    if (counts !== undefined) {
      add(counts, bucketOf(latency), 1);
    }
  }

  /** @param since the first second that is wanted, Unix s; earlier ones than are remembered are left out */
  read(since = 0): DeploymentLive {
    this.#move();
    this.#rss[this.#second % LIVE_SECONDS] = this.gauges.rss();
    const until = this.#second;
    const from = Math.min(until, Math.max(since, this.#started, until - LIVE_SECONDS + 1));
    return {
      pid: process.pid, started: this.#started, from, until, waiting: this.gauges.waiting(), recent: this.#recent(),
      rss: Array.from({ length: until - from }, (_, index) => numberOrNull(this.#rss[(from + index) % LIVE_SECONDS])),
      arms: [...this.#tracks.values()].map((track) => armBetween(track, from, until)),
    };
  }

  /** The seconds that have ended since the last request are closed; those without any are empty. */
  #move(): void {
    const now = Math.floor(this.gauges.now() / 1000);
    // A clock that is set back: what comes is counted to the last second until it is there again.
    if (now <= this.#second) {
      return;
    }
    const ended = this.#second;
    const rss = this.gauges.rss();
    this.#rss[ended % LIVE_SECONDS] = rss;
    for (const track of this.#tracks.values()) {
      close(track, ended);
    }
    for (let second = Math.max(ended + 1, now - LIVE_SECONDS + 1); second <= now; second += 1) {
      // Who watches looks about once a second, and may miss one.
      this.#rss[second % LIVE_SECONDS] = now - ended <= WATCHED ? rss : NaN;
      for (const track of this.#tracks.values()) {
        clear(track, second);
      }
    }
    this.#second = now;
  }

  #recent(): LiveFigures {
    const until = this.#second;
    const from = Math.max(this.#started, until - RECENT + 1);
    const seen = [...this.#tracks.values()].filter(({ arm }) => arm.role !== UNSEEN);
    const merged = new Uint32Array(BUCKETS);
    for (const { latencies } of seen) {
      for (const counts of latencies) {
        counts.forEach((count, bucket) => add(merged, bucket, count));
      }
    }
    const total = (of: (track: Track) => Uint32Array): number => seen.reduce((sum, track) => sum + sumBetween(of(track), from, until + 1), 0);
    return {
      // The second under way counts for what has gone by of it.
      seconds: Math.max(1, until - from + 1), requests: total(({ requests }) => requests), failures: total(({ failures }) => failures), refusals: total(({ refusals }) => refusals),
      p50: percentile(merged, 0.5), p99: percentile(merged, 0.99),
    };
  }

  #trackOf(arm: AnsweringArm): Track {
    const key = `${arm.role} ${arm.version} ${arm.model}`;
    let track = this.#tracks.get(key);
    if (track === undefined) {
      const counters = (): Uint32Array => new Uint32Array(LIVE_SECONDS);
      track = {
        arm, requests: counters(), failures: counters(), refusals: counters(), rows: counters(), p50: new Float64Array(LIVE_SECONDS).fill(NaN), p99: new Float64Array(LIVE_SECONDS).fill(NaN),
        latencies: Array.from({ length: RECENT }, () => new Uint32Array(BUCKETS)),
      };
      this.#tracks.set(key, track);
      this.#forgetSilent();
    }
    return track;
  }

  /** Arms come and go with rollouts: those without a request in all these seconds make room. */
  #forgetSilent(): void {
    for (const [key, { requests }] of [...this.#tracks].slice(0, -1)) {
      if (requests.every((count) => count === 0)) {
        this.#tracks.delete(key);
      }
    }
  }
}

/** `GET /slipway/v1/live`, or `/slipway/v1/live/SECOND` for what came since. */
export function liveProtocol(live: LiveWindow): Protocol {
  return {
    name: 'live',
    routes: [{ method: 'GET', path: /^\/slipway\/v1\/live(?:\/(\d{1,12}))?$/, answer: ({ parts: [since] }) => json(live.read(since === undefined ? 0 : Number(since))) }],
    fault: (error) => json(error.body(), error.status),
  };
}

function armBetween({ arm: { model, version, role }, ...track }: Track, from: number, until: number): LiveArm {
  const places = Array.from({ length: until - from }, (_, index) => (from + index) % LIVE_SECONDS);
  const counts = (ring: Uint32Array): number[] => places.map((at) => ring[at] ?? 0);
  const latencies = (ring: Float64Array): (number | null)[] => places.map((at) => numberOrNull(ring[at]));
  return { model, version, role, requests: counts(track.requests), failures: counts(track.failures), refusals: counts(track.refusals), rows: counts(track.rows), p50: latencies(track.p50), p99: latencies(track.p99) };
}

function close({ latencies, p50, p99 }: Track, second: number): void {
  const counts = latencies[second % RECENT];
  if (counts !== undefined) {
    p50[second % LIVE_SECONDS] = percentile(counts, 0.5) ?? NaN;
    p99[second % LIVE_SECONDS] = percentile(counts, 0.99) ?? NaN;
  }
}

function clear({ requests, failures, refusals, rows, p50, p99, latencies }: Track, second: number): void {
  const at = second % LIVE_SECONDS;
  for (const ring of [requests, failures, refusals, rows]) {
    ring[at] = 0;
  }
  p50[at] = NaN;
  p99[at] = NaN;
  latencies[second % RECENT]?.fill(0);
}

function sumBetween(ring: Uint32Array, from: number, until: number): number {
  let sum = 0;
  for (let second = from; second < until; second += 1) {
    sum += ring[second % LIVE_SECONDS] ?? 0;
  }
  return sum;
}

function add(counts: Uint32Array, at: number, more: number): void {
  counts[at] = (counts[at] ?? 0) + more;
}

function numberOrNull(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}
