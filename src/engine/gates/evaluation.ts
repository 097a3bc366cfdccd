/** Has the models answer the rows of the evaluation data: a Python each, so that their modules and their memory never meet. */
import { access } from 'node:fs/promises';
import path from 'node:path';
import type { GateReport } from '../../protocol/gates';
import type { Evaluation, Gate } from '../../protocol/projectFile';
import { AnsweredError, type PythonScript } from '../serving/lineChild';
import type { Columns, Emptied } from './evaluationChecks';
import { Evaluator, type ReadData } from './evaluator';
import { GateProblem } from './gateProblem';
import { nearNames } from './metricChecks';
import type { Loadable } from './pickleCheck';
import { type Expected, givenOf } from './predictions';
import { amounts, type Cell, ClassCodes, classText, type Given, inOrder, taskOf, type Truth } from './statistics/answers';
import { chosenRows } from './statistics/chosenRows';

export interface EvaluationTask {
  readonly gate: Gate;
  readonly evaluation: Evaluation;
  readonly candidate: Loadable;
  /** undefined: it is not needed */
  readonly champion: Loadable | undefined;
  readonly python: Omit<PythonScript, 'signal'>;
  readonly signal: AbortSignal;
  readonly tell: (change: Partial<GateReport>) => void;
}

export interface Evaluated {
  readonly truth: Truth;
  readonly given: Given;
  readonly championGiven: Given | undefined;
  readonly columns: Columns;
  readonly emptied: readonly Emptied[];
}

const DEFAULT_SHARE = 0.1;

/** @throws GateProblem when the data or a model can't be used */
export async function evaluate(task: EvaluationTask): Promise<Evaluated> {
  const { evaluation, gate, candidate, champion } = task;
  const file = await dataFile(evaluation, task.python.root);
  const wanted = [...new Set([evaluation.label, ...(gate.slices ?? []).map(({ column }) => column), ...(gate.fairness ?? []).map(({ column }) => column)])];
  const open = await session(task, candidate, file, wanted);
  let read: ReadData;
  let expected: Expected;
  let given: Given;
  let emptied: Emptied[];
  try {
    read = open.data;
    const labels = labelsOf(read, evaluation);
    expected = expectedOf(labels, evaluation);
    task.tell({ evaluation: { data: evaluation.data, rows: read.rows, digest: read.digest } });
    given = await open.predict(expected);
    emptied = gate.missing_values === undefined ? [] : await open.empty(expected, gate.missing_values.share ?? DEFAULT_SHARE, gate.missing_values.seed ?? 0);
  } finally {
    await open.close();
  }
  const championGiven = champion === undefined ? undefined : await answersOf(task, champion, file, expected, read.digest);
  return {
    truth: truthOf(read.columns[evaluation.label] ?? [], expected, evaluation), given, championGiven, emptied,
    columns: { cells: new Map(Object.entries(read.columns)), names: read.names },
  };
}

async function answersOf(task: EvaluationTask, champion: Loadable, file: string, expected: Expected, digest: string): Promise<Given> {
  const open = await session(task, champion, file, []);
  try {
    if (open.data.digest !== digest) {
      throw new GateProblem(`${task.evaluation.data} changed while the gate was run. Run it again.`);
    }
    return await open.predict(expected);
  } finally {
    await open.close();
  }
}

/** @throws GateProblem when it is not there */
export async function dataFile(evaluation: Evaluation, root: string): Promise<string> {
  const file = path.resolve(root, evaluation.data);
  try {
    await access(file);
    return file;
  } catch {
    throw new GateProblem(`The evaluation data ${evaluation.data} are not there (${file}). Put the file there, or name another one in evaluation.data.`);
  }
}

interface Session {
  readonly data: ReadData;
  predict(expected: Expected): Promise<Given>;
  empty(expected: Expected, share: number, seed: number): Promise<Emptied[]>;
  close(): Promise<void>;
}

/** A Python with the model loaded and the data read. */
async function session({ evaluation, python, signal, tell }: EvaluationTask, { subject, folder }: Loadable, file: string, columns: readonly string[]): Promise<Session> {
  const { name, version } = subject.version;
  const evaluator = new Evaluator({ ...python, signal });
  /** What Python says against it, with what to do. */
  const told = <T>(work: Promise<T>, what: string, remedy: string): Promise<T> => work.catch((error: unknown) => {
    throw error instanceof AnsweredError ? new GateProblem(`${what}: ${short(error.message)}. ${remedy} Its log says more: ${python.log}`) : error;
  });
  try {
    tell({ stage: `loading ${name}/${version}` });
    const { inputs } = await told(evaluator.load(folder), `${subject.label} could not be loaded in ${python.python}`, 'Install what its requirements.txt names there, or name another Python.');
    tell({ stage: `reading ${evaluation.data}` });
    const data = await told(evaluator.data(file, columns), `${evaluation.data} could not be read`, 'Check the file.');
    const features = featuresOf(evaluation, inputs, data, subject.label);
    return {
      data,
      predict: async (expected) => {
        tell({ stage: `predicting ${data.rows.toLocaleString('en-US')} rows with ${name}/${version}` });
        const raw = await told(evaluator.predict(features), `${subject.label} could not predict the rows of ${evaluation.data}`, 'Check that the data have the columns that it was trained on.');
        if (raw.rows.length !== data.rows) {
          throw new GateProblem(`${subject.label} answers ${raw.rows.length} times to ${data.rows} rows. Log a model that answers once per row.`);
        }
        return givenOf(raw, expected, subject.label);
      },
      empty: async (expected, share, seed) => {
        const rows = chosenRows(data.rows, share, seed);
        const found: Emptied[] = [];
        for (const column of features) {
          tell({ stage: `predicting with ${name}/${version} without ${column}` });
          found.push({ column, rows, given: await evaluator.predict(features, { column, rows }).then((raw) => givenOf(raw, expected, subject.label), (error: unknown) => {
            if (error instanceof AnsweredError) {
              return short(error.message);
            }
            throw error;
          }) });
        }
        return found;
      },
      close: () => evaluator.close(),
    };
  } catch (error) {
    await evaluator.close();
    throw error;
  }
}

/** Columns that the model gets. */
export function featuresOf({ features, label, data }: Evaluation, inputs: readonly { readonly name: string; readonly required: boolean }[] | null, { names }: ReadData, who: string): string[] {
  const wanted = features ?? inputs?.filter(({ name, required }) => required || names.includes(name)).map(({ name }) => name) ?? names.filter((name) => name !== label);
  const lacking = wanted.filter((name) => !names.includes(name));
  if (lacking.length > 0) {
    throw new GateProblem(`${data} has no column ${lacking.slice(0, 5).map((name) => `"${name}"`).join(', ')}, which ${features === undefined ? `${who} takes` : 'evaluation.features names'}. It has: ${nearNames(lacking[0] ?? '', names, 8).join(', ')}.`);
  }
  return [...wanted];
}

function labelsOf({ columns, names, rows }: ReadData, { data, label }: Evaluation): readonly Cell[] {
  const labels = columns[label];
  if (labels === undefined) {
    throw new GateProblem(`${data} has no column "${label}", which evaluation.label names. It has: ${nearNames(label, names, 8).join(', ')}.`);
  }
  if (rows === 0) {
    throw new GateProblem(`${data} has no rows to judge on. Add some that no version was trained on.`);
  }
  const empty = labels.flatMap((cell, row) => (cell === null ? [row + 1] : []));
  if (empty.length > 0) {
    throw new GateProblem(`${empty.length} of ${rows} rows of ${data} have no value in "${label}" (the first is row ${empty[0]}). Fill them in, or remove them.`);
  }
  return labels;
}

function expectedOf(labels: readonly Cell[], { label, task, data }: Evaluation): Expected {
  const kind = task ?? taskOf(labels);
  const codes = new ClassCodes();
  if (kind === 'classification') {
    codes.codes(labels);
  } else if (amounts(labels).some((value) => Number.isNaN(value))) {
    throw new GateProblem(`Column "${label}" of ${data} holds text, and the task is regression. Name a column of numbers, or set evaluation.task to classification.`);
  }
  return { task: kind, label, labels: [...codes.texts], codes };
}

/** After all models have answered: classes that only they know are among them then. */
function truthOf(labels: readonly Cell[], { task, codes, labels: known, label }: Expected, { positive, data }: Evaluation): Truth {
  if (task === 'regression') {
    return { task, truth: amounts(labels) };
  }
  const truth = codes.codes(labels);
  if (known.length > 2) {
    return { task, truth, classes: codes.texts, positive: undefined };
  }
  const yes = positive === undefined ? undefined : codes.find(classText(positive));
  if (positive !== undefined && yes === undefined && known.length > 1) {
    throw new GateProblem(`evaluation.positive is ${JSON.stringify(positive)}, and "${label}" of ${data} holds ${known.map((text) => `"${text}"`).join(' and ')}. Name one of these.`);
  }
  // One class alone says nothing of which is "yes", unless a model answers the other one.
  const classes = known.length === 2 ? known : codes.texts;
  return { task, truth, classes: codes.texts, positive: positive !== undefined ? yes ?? codes.code(classText(positive)) : classes.length === 2 ? codes.find(inOrder(classes)[1] ?? '') : undefined };
}

/** One line of what may be a page. */
export function short(text: string): string {
  const line = text.split('\n', 1)[0]?.trim().replace(/\.$/, '') ?? '';
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}
