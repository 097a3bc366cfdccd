/** What a version costs while it is served, measured beside the champion where that is asked for. */
import type { GateReport } from '../../protocol/gates';
import type { ModelSignature } from '../../protocol/modelContents';
import type { Evaluation, ServingCheck } from '../../protocol/projectFile';
import { untrustedText } from '../registry/trustedFiles';
import { ConversionProblem } from '../serving/conversion/options';
import { AnsweredError } from '../serving/lineChild';
import { exampleBodies } from '../serving/measuring/inputExample';
import type { Asked, ServedSize } from '../serving/measuring/measureProtocol';
import type { Measurement, Measuring, VersionName } from '../serving/measuring/measuring';
import { bodiesOfTable, MOST_ROWS } from '../serving/measuring/singleRows';
import { TrustNeeded } from '../serving/untrusted';
import { dataFile, featuresOf, short } from './evaluation';
import type { Evaluator } from './evaluator';
import { GateProblem } from './gateProblem';
import type { Subject } from './subject';

export interface ServingTask {
  readonly check: ServingCheck;
  /** where rows come from when there is no input example */
  readonly evaluation: Evaluation | undefined;
  readonly subject: Subject;
  /** served beside it, and asked in turns; undefined: it is not to be compared, or there is none */
  readonly rival: Subject | undefined;
  readonly measuring: Measuring;
  readonly python: string | undefined;
  readonly root: string;
  readonly env: Readonly<Record<string, string>>;
  readonly log: string;
  readonly signal: AbortSignal;
  readonly tell: (change: Partial<GateReport>) => void;
  /** a Python that reads data. @throws GateProblem where there is none */
  readonly reader: () => Evaluator;
}

export interface ServedCosts {
  readonly size: ServedSize | undefined;
  /** nothing to ask: there is no row · undefined: nothing had to be asked */
  readonly asked: { readonly own: Answering; readonly rival: Asked | undefined } | 'nothing to ask' | undefined;
}

/** A version that has answered. */
export type Answering = Exclude<Asked, { readonly refused: string }>;

/** @throws GateProblem that lists what has to be trusted before these are served, all at once */
export async function mustBeServable(measuring: Measuring, subjects: readonly Subject[]): Promise<void> {
  await told(measuring.mustBeTrusted(subjects.map(nameOf)));
}

/** @throws GateProblem when it can't be served, or gives no predictions; the signal's reason when that ends it */
export async function servedCosts(task: ServingTask): Promise<ServedCosts> {
  const { check: { latency = {}, memory_mb: memory, size_mb: most }, subject, rival, measuring, tell } = task;
  const asks = memory !== undefined || latency.p50_ms !== undefined || latency.p99_ms !== undefined || rival !== undefined;
  if (!asks && most === undefined) {
    return { size: undefined, asked: undefined };
  }
  const measurement = await told(measuring.prepare({ ...task, versions: [subject, ...(rival === undefined ? [] : [rival])].map(nameOf), progress: (stage) => tell({ stage }) }));
  try {
    const size = most === undefined ? undefined : await told(measurement.size(0));
    return { size, asked: asks ? await askedRows(task, measurement) : undefined };
  } finally {
    await measurement.close();
  }
}

async function askedRows(task: ServingTask, measurement: Measurement): Promise<ServedCosts['asked']> {
  const { subject, evaluation, measuring } = task;
  const signature = measurement.prepared[0]?.served.signature ?? null;
  const examples = await exampleBodies(measuring.filesOf(nameOf(subject)), signature);
  if (examples.length === 0 && evaluation === undefined) {
    return 'nothing to ask';
  }
  const bodies = examples.length > 0 || evaluation === undefined ? examples : await evaluationBodies(task, evaluation, signature);
  const [own, rival] = await told(measurement.ask(bodies));
  if (own === undefined || 'refused' in own) {
    const where = examples.length > 0 || evaluation === undefined ? 'its input example' : evaluation.data;
    throw new GateProblem(`${subject.label} gives no prediction to a row of ${where}: it answers ${short(own?.refused ?? 'nothing')}. ${examples.length > 0 ? 'Log it with an example that it predicts.' : 'Check that the data have the columns that it was trained on.'}`);
  }
  return { own, rival };
}

async function evaluationBodies({ reader, root, subject, tell }: ServingTask, evaluation: Evaluation, signature: ModelSignature | null): Promise<string[]> {
  const file = await dataFile(evaluation, root);
  const inputs = signature?.inputs.filter(({ type, name }) => type !== 'tensor' && name !== '') ?? [];
  const python = reader();
  try {
    tell({ stage: `reading ${evaluation.data}` });
    const data = await python.head(file, MOST_ROWS, inputs.filter(({ type }) => type === 'string').map(({ name }) => name)).catch((error: unknown) => {
      throw error instanceof AnsweredError ? new GateProblem(`${evaluation.data} could not be read: ${short(error.message)}. Check the file.`) : error;
    });
    if (data.rows === 0) {
      throw new GateProblem(`${evaluation.data} has no rows that ${subject.label} could be asked. Add some, or log it with input_example=X[:5].`);
    }
    tell({ evaluation: { data: evaluation.data, rows: data.rows, digest: data.digest } });
    return bodiesOfTable(data, featuresOf(evaluation, inputs.length === 0 ? null : inputs, data, subject.label), signature);
  } finally {
    await python.close();
  }
}

/** What serving says against it, as a gate says it. */
async function told<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof TrustNeeded) {
      throw new GateProblem(untrustedText(error.files, '"slipway gate --trust"'), [...error.files]);
    }
    throw error instanceof ConversionProblem ? new GateProblem(error.message) : error;
  }
}

function nameOf({ version: { name, version } }: Subject): VersionName {
  return { model: name, version };
}
