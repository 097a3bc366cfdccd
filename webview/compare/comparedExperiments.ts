/** What the compared experiments say of their metrics and of their baseline. Worked out once: every cell of a metric asks for it. */
import { comparedMetric } from '../../src/protocol/comparedMetric';
import { metricDirection, type Direction } from '../../src/protocol/direction';
import type { ExperimentSummary } from '../../src/protocol/experiments';
import { RunTag, tagRecord } from '../../src/protocol/runTags';

export class ComparedExperiments {
  /** metric by which runs are compared where nobody has chosen one; undefined where nothing was measured */
  readonly metric: string | undefined;
  /** id of the pinned run of the first experiment */
  readonly baseline: string | undefined;
  readonly #tags: Readonly<Record<string, string>>;
  readonly #directions = new Map<string, Direction>();

  /**
   * @param all experiments of the store
   * @param ids those that are compared; the first one's tags hold
   */
  constructor(readonly all: readonly ExperimentSummary[], ids: readonly string[]) {
    this.#tags = tagRecord(all.find(({ experiment_id: id }) => id === ids[0])?.tags ?? []);
    this.metric = comparedMetric(all, ids);
    // Unpinned, the tag stays there empty.
    this.baseline = this.#tags[RunTag.baseline] || undefined;
  }

  direction(key: string): Direction {
    const known = this.#directions.get(key) ?? metricDirection(key, this.#tags);
    this.#directions.set(key, known);
    return known;
  }
}
