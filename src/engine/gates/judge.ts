/** Judges a version by its gate: one check after the other, cheap ones first. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { GateCheck, GateReport, GateRequest } from '../../protocol/gates';
import { EvaluationMetric, type Gate, PROJECT_FILE, type ServingCheck } from '../../protocol/projectFile';
import type { RegistryService } from '../registry/service';
import type { PythonScript } from '../serving/lineChild';
import type { Measuring } from '../serving/measuring/measuring';
import type { TrackingService } from '../tracking/service';
import { championCheck } from './championCheck';
import { type Evaluated, evaluate } from './evaluation';
import { type Answered, fairnessChecks, measuredCheck, missingValuesCheck, sliceChecks } from './evaluationChecks';
import { Evaluator } from './evaluator';
import { GateProblem } from './gateProblem';
import { licenseCheck, requiredPackages } from './licenses';
import { loadable, type Loaded } from './loadable';
import { recordedCheck, unknownMetric } from './metricChecks';
import { mustBeTrusted, pickleCheck } from './pickleCheck';
import { type GateRules, needsChampion, readRules } from './rules';
import { mustBeServable, servedCosts } from './servedCosts';
import { servingChecks } from './servingChecks';
import { signatureCheck } from './signatureCheck';
import { championOf, type Subject, subjectOf } from './subject';

export interface JudgeParts {
  readonly registry: RegistryService;
  readonly tracking: TrackingService;
  readonly measuring: Measuring;
  /** src/python/slipway_evaluate.py */
  readonly evaluate: string;
  /** file for what Python says on stderr */
  readonly log: string;
  readonly signal: AbortSignal;
  /** what is known now: shown while the gate runs, and kept with the report */
  readonly tell: (change: Partial<GateReport>) => void;
}

const KINDS: readonly GateCheck['kind'][] = ['metric', 'champion', 'slice', 'fairness', 'missing_values', 'serving', 'signature', 'license', 'pickle'];
const MEASURED: readonly string[] = EvaluationMetric.anyOf.map((one) => one.const);

/**
 * @returns all checks of the gate
 * @throws GateProblem when it can't be judged; whatever when the signal aborts
 */
export async function judge(request: GateRequest, { name, version }: GateReport, parts: JudgeParts): Promise<GateCheck[]> {
  const rules = await readRules(request.root, name);
  if (rules === undefined) {
    throw new GateProblem(`${PROJECT_FILE} in ${request.root} has no gate for ${name}. Add "gates:", and below it "${name}:" with what a version has to pass.`);
  }
  parts.tell({ rules: rules.digest });
  return named(await new Judgement(request, rules, subjectOf(parts.registry, parts.tracking, name, version), parts).checks());
}

class Judgement {
  readonly #gate: Gate;

  constructor(private readonly request: GateRequest, rules: GateRules, private readonly subject: Subject, private readonly parts: JudgeParts) {
    this.#gate = rules.gate;
  }

  async checks(): Promise<GateCheck[]> {
    const { parts, subject } = this;
    const gate = this.#gate;
    const alias = this.request.champion_alias ?? gate.champion?.alias ?? 'champion';
    const champion = needsChampion(gate) ? championOf(parts.registry, parts.tracking, subject, alias) : undefined;
    if (champion !== undefined) {
      parts.tell({ champion: { alias, version: champion.version.version } });
    }
    // The champion is no rival of its own.
    const rival = champion?.version.version === subject.version.version ? undefined : champion;
    const loaded = await loadable(parts.registry, parts.tracking, subject);
    const checks = this.#recorded();
    const unmeasured = Object.entries(gate.metrics ?? {}).filter(([metric]) => !subject.metrics.has(metric) && gate.evaluation !== undefined && MEASURED.includes(metric));
    if (gate.signature !== undefined) {
      const other = rival === undefined || gate.signature === 'present' ? undefined : await loadable(parts.registry, parts.tracking, rival);
      checks.push(signatureCheck(gate.signature, mustHave(loaded, subject).model?.signature, rival === undefined || other === undefined ? undefined : { label: `v${rival.version.version}`, signature: mustHave(other, rival).model?.signature }, subject.label));
    }
    checks.push(...this.#pickles(loaded));
    if (gate.champion !== undefined && rival === undefined) {
      checks.push(noRival(alias, champion, subject));
    }
    const rivalled = gate.champion !== undefined && rival !== undefined;
    const raced = gate.serving?.latency?.times_champion === undefined ? undefined : rival;
    if (gate.serving !== undefined) {
      // All that any check loads is asked for at once.
      await mustBeServable(parts.measuring, [subject, ...(rival !== undefined && (rivalled || raced !== undefined) ? [rival] : [])]);
    }
    if (rivalled || unmeasured.length > 0 || gate.slices !== undefined || gate.fairness !== undefined || gate.missing_values !== undefined) {
      const evaluated = await this.#evaluate(loaded, rivalled ? rival : undefined);
      checks.push(...await this.#judgeAnswers(evaluated, rivalled ? rival : undefined, unmeasured.map(([metric]) => metric)));
    }
    if (gate.serving !== undefined) {
      checks.push(...await this.#serving(gate.serving, raced, nothingToCompare(alias, champion, subject, 'slower')));
    }
    if (gate.licenses !== undefined) {
      checks.push(await this.#licenses(gate.licenses, loaded));
    }
    return checks.toSorted((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind));
  }

  #recorded(): GateCheck[] {
    const { subject } = this;
    return Object.entries(this.#gate.metrics ?? {}).flatMap(([metric, limits]): GateCheck[] => {
      const recorded = recordedCheck(subject, metric, limits);
      if (recorded !== undefined) {
        return [recorded];
      }
      if (!MEASURED.includes(metric)) {
        return [unknownMetric(subject, metric, limits, `Log it while training, or use one that can be measured: ${MEASURED.join(', ')}.`)];
      }
      return this.#gate.evaluation === undefined ? [unknownMetric(subject, metric, limits, 'Log it while training, or name "evaluation:" data to measure it on.')] : [];
    });
  }

  #pickles(loaded: Loaded): GateCheck[] {
    const rule = this.#gate.pickle;
    if (loaded.kind === 'elsewhere') {
      return rule === undefined ? [] : [{ kind: 'pickle', name: 'pickles', outcome: rule === 'fail' ? 'failed' : 'not_judged', message: `The files of ${this.subject.label} stand at ${loaded.location}, where they can't be looked at. Log the model to this store and register that one.` }];
    }
    return [pickleCheck(rule ?? 'warn', loaded.files, this.subject.label)];
  }

  async #evaluate(loaded: Loaded, rival: Subject | undefined): Promise<Evaluated> {
    const { parts, subject } = this;
    const { evaluation } = this.#gate;
    if (evaluation === undefined) {
      throw new GateProblem(`The gate of ${subject.version.name} has checks on evaluation data, and no "evaluation:". Name the file and its label there.`);
    }
    const candidate = { subject, ...mustLoad(loaded, subject) };
    const champion = rival === undefined ? undefined : { subject: rival, ...mustLoad(await loadable(parts.registry, parts.tracking, rival), rival) };
    await mustBeTrusted([candidate, ...(champion === undefined ? [] : [champion])], parts.registry.trusted);
    return evaluate({ gate: this.#gate, evaluation, candidate, champion, python: this.#python('evaluation data'), signal: parts.signal, tell: parts.tell });
  }

  async #judgeAnswers({ truth, given, championGiven, columns, emptied }: Evaluated, rival: Subject | undefined, metrics: readonly string[]): Promise<GateCheck[]> {
    const gate = this.#gate;
    const answered: Answered = { who: this.subject.label, truth, given };
    this.parts.tell({ stage: 'comparing' });
    return [
      ...metrics.map((metric) => measuredCheck(metric as EvaluationMetric, gate.metrics?.[metric] ?? {}, answered)),
      ...(gate.champion === undefined || rival === undefined || championGiven === undefined ? []
        : [await championCheck(gate.champion, { truth, who: answered.who, given, champion: `v${rival.version.version}`, championGiven }, this.parts.signal)]),
      ...(gate.slices ?? []).flatMap((slice) => sliceChecks(slice, columns, answered)),
      ...(gate.fairness ?? []).flatMap((check) => fairnessChecks(check, columns, answered)),
      ...emptied.flatMap((one) => (gate.missing_values === undefined ? [] : [missingValuesCheck(gate.missing_values, one, answered)])),
    ];
  }

  async #serving(check: ServingCheck, rival: Subject | undefined, none: string): Promise<GateCheck[]> {
    const { parts, subject, request: { python, root, env = {} } } = this;
    const costs = await servedCosts({
      ...parts, check, evaluation: this.#gate.evaluation, subject, rival, python, root, env,
      reader: () => new Evaluator({ ...this.#python('the rows of the evaluation data'), signal: parts.signal }),
    });
    return servingChecks(check, costs, { who: subject.label, champion: rival === undefined ? { none } : { label: `v${rival.version.version}` } });
  }

  async #licenses(allowed: readonly string[], loaded: Loaded): Promise<GateCheck> {
    const { folder } = mustHave(loaded, this.subject);
    const file = path.join(folder, 'requirements.txt');
    const text = await readFile(file, 'utf8').catch(() => undefined);
    const names = text === undefined ? [] : requiredPackages(text);
    if (names.length === 0) {
      return { kind: 'license', name: 'licenses', outcome: 'warning', limit: allowed.join(', '), message: `${this.subject.label} does not say which packages it needs: there is no requirements.txt with its files. Log it with mlflow, or with pip_requirements=.` };
    }
    this.parts.tell({ stage: 'reading licences' });
    const evaluator = new Evaluator({ ...this.#python('the licences of packages'), signal: this.parts.signal });
    try {
      return licenseCheck(allowed, await evaluator.packages(names), this.subject.label);
    } finally {
      await evaluator.close();
    }
  }

  #python(what: string): Omit<PythonScript, 'signal'> {
    const { python, root, env = {} } = this.request;
    if (python === undefined) {
      throw new GateProblem(`Judging ${what} needs Python, and none was found. Say which with --python, or select an interpreter in VS Code.`);
    }
    return { python, script: this.parts.evaluate, root, env, log: this.parts.log };
  }
}

function noRival(alias: string, champion: Subject | undefined, subject: Subject): GateCheck {
  return {
    kind: 'champion', name: `not worse than ${alias}`, outcome: 'not_judged',
    message: nothingToCompare(alias, champion, subject, 'worse'),
  };
}

function nothingToCompare(alias: string, champion: Subject | undefined, subject: Subject, how: string): string {
  return champion === undefined ? `${subject.version.name} has no version with the alias "${alias}" yet, so there is nothing that ${subject.label} could be ${how} than.` : `${subject.label} is the ${alias} itself.`;
}

type Present = Extract<Loaded, { kind: 'here' }>;

function mustHave(loaded: Loaded, { label }: Subject): Present {
  if (loaded.kind === 'elsewhere') {
    throw new GateProblem(`The files of ${label} stand at ${loaded.location}, which this engine does not read. Log the model to this store and register that one.`);
  }
  return loaded;
}

function mustLoad(loaded: Loaded, subject: Subject): Present & { readonly model: NonNullable<Present['model']> } {
  const here = mustHave(loaded, subject);
  if (here.model?.loader === undefined) {
    throw new GateProblem(`${subject.label} can't be loaded as a Python function: ${here.model === undefined ? `there is no MLmodel file in ${here.folder}` : 'its MLmodel file has no python_function flavour'}. Log it with mlflow, such as mlflow.sklearn.log_model or mlflow.pyfunc.log_model.`);
  }
  return { ...here, model: here.model };
}

/** Names are unique within a report. */
function named(checks: readonly GateCheck[]): GateCheck[] {
  const seen = new Map<string, number>();
  return checks.map((check) => {
    const count = (seen.get(check.name) ?? 0) + 1;
    seen.set(check.name, count);
    return count === 1 ? check : { ...check, name: `${check.name} (${count})` };
  });
}
