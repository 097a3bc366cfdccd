/** Whether what a gate said of a version still holds: under the rules, on the data and against the champion of today. */
import path from 'node:path';
import type { GateReport, GateStanding } from '../../protocol/gates';
import type { Gate } from '../../protocol/projectFile';
import { digestOf } from '../registry/codeFiles';
import { GateProblem } from './gateProblem';
import { needsChampion, readRules } from './rules';

export interface StandingParts {
  /** "iris/3" */
  readonly version: string;
  readonly name: string;
  readonly root: string;
  /** the newest of the version */
  readonly report: GateReport | undefined;
  /** number of the version that an alias of the model points to; undefined: none */
  readonly aliased: (alias: string) => string | undefined;
}

/** Never throws for what a person can mend: a slipway.yaml that is wrong is a standing too. */
export async function standingOf(parts: StandingParts): Promise<GateStanding> {
  const { version, report } = parts;
  const told = (verdict: GateStanding['verdict'], why: string): GateStanding => ({ verdict, why, report: report ?? null });
  const again = `Run "slipway gate ${version}" again.`;
  let rules: Awaited<ReturnType<typeof readRules>>;
  try {
    rules = await readRules(parts.root, parts.name);
  } catch (error) {
    if (error instanceof GateProblem) {
      return told('broken', error.message);
    }
    throw error;
  }
  if (rules === undefined) {
    return { verdict: 'no_gate', why: `slipway.yaml has no gate for ${parts.name}.`, report: null };
  }
  if (report === undefined) {
    return told('not_run', `${version} was never judged by its gate. Run "slipway gate ${version}".`);
  }
  if (report.state === 'running') {
    return told('not_run', `${version} is being judged by its gate. Wait for its end.`);
  }
  if (report.state === 'stopped') {
    return told('stopped', `The gate of ${version} was stopped before it was decided. ${again}`);
  }
  if (report.state === 'broken') {
    return told('broken', `${version} could not be judged. ${report.problem ?? again}`);
  }
  if (report.rules !== rules.digest) {
    return told('outdated', `The gate of ${parts.name} in slipway.yaml changed since ${version} ${report.state} it. ${again}`);
  }
  const outdated = await dataChange(parts, report) ?? championChange(parts, report, rules.gate);
  if (outdated !== undefined) {
    return told('outdated', `${outdated} since ${version} was judged. ${again}`);
  }
  if (report.state === 'passed') {
    return told('passed', `${version} passed its gate.`);
  }
  return told('failed', `${version} failed its gate. ${report.checks.filter(({ outcome }) => outcome === 'failed').map(({ message }) => message).join(' ')}`);
}

async function dataChange({ root }: StandingParts, { evaluation }: GateReport): Promise<string | undefined> {
  if (evaluation === null) {
    return undefined;
  }
  const digest = await fileDigest(path.resolve(root, evaluation.data));
  return digest === evaluation.digest ? undefined : `The evaluation data ${evaluation.data} ${digest === undefined ? 'are gone' : 'changed'}`;
}

function championChange({ aliased }: StandingParts, { champion, version }: GateReport, gate: Gate): string | undefined {
  if (!needsChampion(gate)) {
    return undefined;
  }
  const alias = gate.champion?.alias ?? 'champion';
  const now = aliased(alias);
  const then = champion?.alias === alias ? champion.version : undefined;
  // Once it is the champion itself, it was promoted by what was said then.
  return now === then || now === version ? undefined
    : now === undefined ? `The alias "${alias}" was taken away` : then === undefined ? `Version ${now} has become ${alias}` : `The alias "${alias}" moved from version ${then} to ${now}`;
}

/** sha256 of a file; undefined when it is not there. */
async function fileDigest(file: string): Promise<string | undefined> {
  try {
    return await digestOf(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) {
      return undefined;
    }
    throw error;
  }
}
