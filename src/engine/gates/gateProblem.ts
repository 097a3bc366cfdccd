/** Why a version cannot be judged: one or two sentences for a person, what happened and what to do. The report is then broken. */
import type { GateReport } from '../../protocol/gates';

export class GateProblem extends Error {
  /** @param needsTrust files that somebody has to trust first */
  constructor(message: string, readonly needsTrust?: GateReport['needs_trust']) {
    super(message);
    this.name = 'GateProblem';
  }
}
