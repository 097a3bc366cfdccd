/** Makes a version servable: as the graph that it is, as a graph that answers as it does, or by the user's Python. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { ModelSignature } from '../../../protocol/modelContents';
import { readMlmodel, type Mlmodel } from '../../registry/mlmodel';
import { AnsweredError, ChildEnded } from '../lineChild';
import type { ServedModel } from '../servedModel';
import { conversionFolder, keepConversion, keptConversion } from './conversionCache';
import { type Attempt, convert } from './convert';
import { ConvertersMissing } from './converters';
import { servingEnvironment } from './environment';
import { type ConversionReport, ConversionProblem, type PrepareOptions } from './options';

export interface Prepared { readonly served: ServedModel; readonly report: ConversionReport }

const GRAPH = 'model.onnx';

/**
 * @throws ConversionProblem when the version can't be served at all, in sentences for people; the signal's reason when that ends it
 */
export async function prepareModel(options: PrepareOptions): Promise<Prepared> {
  const mlmodel = await mlmodelIn(options.folder);
  const folder = await conversionFolder(options);
  const kept = await keptConversion(folder);
  const signature = mlmodel?.signature ?? null;
  if (kept !== undefined && (kept.onnx === null || existsSync(path.join(folder, GRAPH)))) {
    const report = { ...kept.report, cached: true };
    return kept.onnx === null ? { served: byPython(options, signature), report } : { served: { ...kept.onnx, file: path.join(folder, GRAPH) }, report };
  }
  const draft = `${folder}.${process.pid}.${Date.now()}`;
  await mkdir(draft, { recursive: true });
  try {
    return await converted(options, signature, draft, folder);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function converted(options: PrepareOptions, signature: ModelSignature | null, draft: string, folder: string): Promise<Prepared> {
  const { lasting, ...attempt } = await attempted(options, signature, path.join(draft, GRAPH));
  const report = reportOf(attempt);
  const { onnx } = attempt;
  if (lasting) {
    await keepConversion(draft, folder, { onnx, report });
  }
  return onnx === null ? { served: byPython(options, signature), report } : { served: { ...onnx, file: path.join(folder, GRAPH) }, report };
}

/** @returns `lasting`: the same would come out the next time, so that it is kept */
async function attempted(options: PrepareOptions, signature: ModelSignature | null, to: string): Promise<Attempt & { lasting: boolean }> {
  try {
    return { ...await convert(options, interpreterOf(options), signature, to), lasting: true };
  } catch (error) {
    if (error instanceof ConvertersMissing) {
      return { onnx: null, why: error.message, rows: null, difference: null, lasting: false };
    }
    if (error instanceof AnsweredError) {
      throw new ConversionProblem(`The model could not be loaded by ${options.python}: ${error.message}. Install what its requirements.txt names there, or name another Python. The log says more: ${options.log}`, { cause: error });
    }
    if (error instanceof ChildEnded) {
      throw new ConversionProblem(`The model could not be loaded. ${error.message}`, { cause: error });
    }
    throw error;
  }
}

function reportOf({ onnx, why, rows, difference }: Attempt): ConversionReport {
  const way = onnx === null ? 'python' : 'converted';
  const message = onnx === null
    ? `It is scored by Python, because ${why}${/[.]$/.test(why) ? '' : '.'}`
    : `It was converted to ONNX, which answers as the original on ${why}${difference === null ? '' : ` (largest difference ${difference === 0 ? 'none' : difference.toPrecision(2)})`}.`;
  return { way, message, rows, difference, cached: false };
}

function byPython(options: PrepareOptions, signature: ModelSignature | null): ServedModel {
  return { kind: 'python', python: interpreterOf(options), script: path.join(options.scripts, 'slipway_score.py'), folder: options.folder, root: options.root, env: servingEnvironment(options.env), signature };
}

function interpreterOf({ python }: PrepareOptions): string {
  if (python === undefined) {
    throw new ConversionProblem('Serving this model needs Python, and none was found. Say which with --python.');
  }
  return python;
}

async function mlmodelIn(folder: string): Promise<Mlmodel | undefined> {
  const file = path.join(folder, 'MLmodel');
  if (!existsSync(file)) {
    return undefined;
  }
  try {
    return readMlmodel(await readFile(file, 'utf8'));
  } catch (error) {
    throw new ConversionProblem(`Its MLmodel file can't be read: ${error instanceof Error ? error.message : String(error)} Register the version again from its run.`, { cause: error });
  }
}
