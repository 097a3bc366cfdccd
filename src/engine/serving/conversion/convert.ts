/** Converts in the user's Python, double numbers first, and keeps the first graph that answers as the original. */
import type { ModelSignature } from '../../../protocol/modelContents';
import { AnsweredError, ChildEnded } from '../lineChild';
import type { OnnxModel } from '../servedModel';
import { Converter, type Loaded, type Numbers, type Sample } from './converter';
import { installConverters } from './converters';
import { GraphTool } from './graphTool';
import type { PrepareOptions } from './options';
import { servingEnvironment } from './environment';
import { verified } from './verify';

export interface Attempt {
  /** null: the model is to be scored by Python */
  readonly onnx: Omit<OnnxModel, 'file'> | null;
  /** with a graph, what it was compared on; without, a clause that says why there is none */
  readonly why: string;
  readonly rows: number | null;
  readonly difference: number | null;
}

const WAYS: readonly Numbers[] = ['double', 'float'];
const LIBRARIES: Readonly<Record<string, string>> = { sklearn: 'scikit-learn', xgboost: 'XGBoost', lightgbm: 'LightGBM', torch: 'PyTorch' };

/**
 * @param to where the graph is written
 * @throws AnsweredError or ChildEnded when the model can't be loaded, ConvertersMissing
 */
export async function convert(options: PrepareOptions, python: string, signature: ModelSignature | null, to: string): Promise<Attempt> {
  options.progress('Loading the model in Python');
  const first = new Converter(options, python);
  let loaded: Loaded;
  try {
    loaded = await first.load();
    if (loaded.flavor === null) {
      return refused('no converter knows what its predict does');
    }
    if (loaded.lacks.length === 0) {
      return await tried(options, first, loaded, signature, to);
    }
  } finally {
    await first.close();
  }
  const converters = await installConverters({ ...options, python, lacks: loaded.lacks, abi: loaded.abi, env: servingEnvironment(options.env, options.cache) });
  const second = new Converter(options, python, converters);
  try {
    return await tried(options, second, await second.load(), signature, to);
  } finally {
    await second.close();
  }
}

async function tried(options: PrepareOptions, converter: Converter, loaded: Loaded, signature: ModelSignature | null, to: string): Promise<Attempt> {
  let sample: Sample;
  try {
    sample = await converter.sample();
  } catch (error) {
    return refused(clauseOf(error, 'the original could not answer a sample'));
  }
  let last = refused('');
  for (const numbers of WAYS) {
    options.progress(`Converting ${LIBRARIES[loaded.flavor ?? ''] ?? 'the model'} to ONNX, in ${numbers} precision`);
    // A process for each graph: one that crashes it must not take the next one along.
    const tool = new GraphTool(options);
    try {
      last = await once(converter, tool, sample, numbers, signature, to);
    } finally {
      await tool.close();
    }
    if (last.onnx !== null) {
      return last;
    }
  }
  return { ...last, rows: sample.rows };
}

async function once(converter: Converter, tool: GraphTool, sample: Sample, numbers: Numbers, signature: ModelSignature | null, to: string): Promise<Attempt> {
  try {
    const made = await converter.convert(numbers, to);
    const onnx = { kind: 'onnx' as const, signature: signature ?? inferred(sample), ...made };
    const verdict = await verified(tool, { ...onnx, file: to }, sample);
    if (verdict.problem !== null) {
      return refused(`as a graph it answers otherwise: ${verdict.problem}`);
    }
    const example = sample.example === 0 ? '' : `${sample.example === 1 ? 'the row' : `the ${sample.example} rows`} of the input example and `;
    return { onnx: { ...onnx, missing: verdict.missing }, why: `${example}${sample.rows - sample.example} rows drawn around ${sample.example === 0 ? 'zero' : 'them'}`, rows: sample.rows, difference: verdict.largest };
  } catch (error) {
    return refused(clauseOf(error, 'its converter failed'));
  }
}

/** What a bare model says of its own columns. */
function inferred({ inputs }: Sample): ModelSignature | null {
  return inputs === null ? null : { inputs: inputs.map(({ name, type }) => ({ name, type, required: true })), outputs: [], params: [] };
}

function refused(why: string): Attempt {
  return { onnx: null, why, rows: null, difference: null };
}

/** @throws what is no answer of Python's */
function clauseOf(error: unknown, otherwise: string): string {
  if (error instanceof AnsweredError) {
    return error.reason ? error.message : `${otherwise} (${error.message.split('\n')[0]?.slice(0, 300)})`;
  }
  if (error instanceof ChildEnded) {
    return `${otherwise}. ${error.message}`;
  }
  throw error;
}
