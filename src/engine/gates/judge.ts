/** Judges a version by its gate: one check after the other, cheap ones first. */
import type { GateCheck, GateReport, GateRequest } from '../../protocol/gates';
import { PROJECT_FILE } from '../../protocol/projectFile';
import type { RegistryService } from '../registry/service';
import type { TrackingService } from '../tracking/service';
import { GateProblem } from './gateProblem';
import { recordedCheck, unknownMetric } from './metricChecks';
import { readRules } from './rules';
import { subjectOf } from './subject';

export interface JudgeParts {
  readonly registry: RegistryService;
  readonly tracking: TrackingService;
  /** src/python/slipway_evaluate.py */
  readonly evaluate: string;
  /** file for what Python says on stderr */
  readonly log: string;
  readonly isTrusted: (digest: string) => boolean;
  readonly signal: AbortSignal;
  /** what is known now: shown while the gate runs, and kept with the report */
  readonly tell: (change: Partial<GateReport>) => void;
}

/**
 * @returns all checks of the gate
 * @throws GateProblem when it can't be judged; whatever when the signal aborts
 */
export async function judge(request: GateRequest, report: GateReport, parts: JudgeParts): Promise<GateCheck[]> {
  const rules = await readRules(request.root, request.name);
  if (rules === undefined) {
    throw new GateProblem(`${PROJECT_FILE} in ${request.root} has no gate for ${request.name}. Add "gates:", and below it "${request.name}:" with what a version has to pass.`);
  }
  parts.tell({ rules: rules.digest });
  const subject = subjectOf(parts.registry, parts.tracking, report.name, report.version);
  return Object.entries(rules.gate.metrics ?? {}).map(([name, limits]) => recordedCheck(subject, name, limits) ?? unknownMetric(subject, name, limits, 'Log it while training.'));
}
