/** Makes a version servable: as the graph that it is, as a graph that answers as it does, or by the user's Python. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { ModelSignature } from '../../../protocol/modelContents';
import { readMlmodel, type Mlmodel } from '../../registry/mlmodel';
import { AnsweredError, ChildEnded } from '../lineChild';
import type { ServedModel } from '../servedModel';
import { conversionFolder, keepConversion, keptConversion, type KeptConversion } from './conversionCache';
import { type Attempt, convert } from './convert';
import { ConvertersMissing } from './converters';
import { servingEnvironment } from './environment';
import { givenGraph, graphFileOf } from './givenGraph';
import { type ConversionReport, ConversionProblem, type PrepareOptions } from './options';

export interface Prepared { readonly served: ServedModel; readonly report: ConversionReport }

const GRAPH = 'model.onnx';

/**
 * @throws ConversionProblem when the version can't be served at all, in sentences for people; the signal's reason when that ends it
 */
export async function prepareModel(options: PrepareOptions): Promise<Prepared> {
  const mlmodel = await mlmodelIn(options.folder);
  const signature = mlmodel?.signature ?? null;
  const given = await graphFileOf(options.folder, mlmodel?.flavors);
  const folder = await conversionFolder(options);
  const kept = await keptConversion(folder);
  if (kept !== undefined && (kept.onnx === null || given !== undefined || existsSync(path.join(folder, GRAPH)))) {
    return { served: servedBy(options, kept, folder, given, signature), report: { ...kept.report, cached: true } };
  }
  const draft = `${folder}.${process.pid}.${Date.now()}`;
  await mkdir(draft, { recursive: true });
  try {
    const { lasting, ...made } = given === undefined ? await attempted(options, signature, path.join(draft, GRAPH)) : await asGiven(options, given, signature, path.join(draft, GRAPH));
    if (lasting) {
      await keepConversion(draft, folder, made);
    }
    return { served: servedBy(options, made, folder, given, signature), report: made.report };
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

function servedBy(options: PrepareOptions, { onnx }: KeptConversion, folder: string, given: string | undefined, signature: ModelSignature | null): ServedModel {
  if (onnx === null) {
    return { kind: 'python', python: interpreterOf(options), script: path.join(options.scripts, 'slipway_score.py'), folder: options.folder, root: options.root, env: servingEnvironment(options.env, options.cache), signature };
  }
  const made = path.join(folder, GRAPH);
  return { ...onnx, file: given === undefined || existsSync(made) ? made : given };
}

async function asGiven(options: PrepareOptions, file: string, signature: ModelSignature | null, to: string): Promise<KeptConversion & { lasting: boolean }> {
  options.progress('Looking into the graph');
  const { onnx, changed } = await givenGraph(options, file, signature, to);
  const message = `It is ONNX already, and served as it is${changed ? ', but for the ZipMap at its end: the probabilities of its classes are a tensor now' : ''}.`;
  return { onnx, report: { way: 'given', message, rows: null, difference: null, cached: false }, lasting: true };
}

/** @returns `lasting`: the same would come out the next time, so that it is kept */
async function attempted(options: PrepareOptions, signature: ModelSignature | null, to: string): Promise<KeptConversion & { lasting: boolean }> {
  try {
    const attempt = await convert(options, interpreterOf(options), signature, to);
    return { onnx: attempt.onnx, report: reportOf(attempt), lasting: true };
  } catch (error) {
    if (error instanceof ConvertersMissing) {
      return { onnx: null, report: reportOf({ onnx: null, why: error.message, rows: null, difference: null }), lasting: false };
    }
    if (error instanceof AnsweredError) {
      const remedy = error.reason ? 'Register the version again from its file.' : 'Install what its requirements.txt names there, or name another Python.';
      throw new ConversionProblem(`The model could not be loaded by ${options.python}: ${error.message}. ${remedy} The log says more: ${options.log}`, { cause: error });
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
    : `It was converted to ONNX, which answers as the original on ${why}${difference === null || difference === 0 ? '' : `, but for differences of at most ${difference.toPrecision(2)}`}.`;
  return { way, message, rows, difference, cached: false };
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
