/** What the line of a version says of its last gate. */
import type { GateReport } from '../../protocol/gates';

export interface GateOutcome {
  readonly state: GateReport['state'];
  /** names of the checks that failed */
  readonly failed: readonly string[];
}

/**
 * The last outcome of each version, by its number.
 * @param reports of one model, newest first
 * @param made when each version was registered, Unix ms: reports from before are about one of the same number in a model that is deleted
 */
export function outcomesOf(reports: readonly GateReport[], made: ReadonlyMap<string, number>): Map<string, GateOutcome> {
  const outcomes = new Map<string, GateOutcome>();
  for (const { version, state, checks, started_at: started } of reports) {
    const registered = made.get(version);
    if (registered !== undefined && started >= registered && state !== 'running' && state !== 'stopped' && !outcomes.has(version)) {
      outcomes.set(version, { state, failed: checks.filter(({ outcome }) => outcome === 'failed').map(({ name }) => name) });
    }
  }
  return outcomes;
}
