/** Conversions that have been made, and models that are known to be scored by Python, by what they were made of. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { digestOf } from '../../registry/codeFiles';
import type { OnnxModel } from '../servedModel';
import { CONVERTER_VERSIONS } from './converters';
import type { ConversionReport, PrepareOptions } from './options';

/** Grows when what is kept, or how it is compared, changes. */
const FORMAT = 2;
const RECORD = 'conversion.json';
const SCRIPTS = ['slipway_convert.py', 'slipway_sample.py', 'slipway_score.py'];

/** `onnx`: without its file, which stands beside the record; null: the model is scored by Python. */
export interface KeptConversion { readonly onnx: Omit<OnnxModel, 'file'> | null; readonly report: ConversionReport }

/** @returns folder of the conversion, there or not: its name is made of the model's files, the converters and our scripts */
export async function conversionFolder({ folder, cache, scripts }: PrepareOptions): Promise<string> {
  const hash = createHash('sha256').update(`${FORMAT}\n${CONVERTER_VERSIONS}\n`);
  for (const name of SCRIPTS) {
    hash.update(`${await digestOf(path.join(scripts, name))}\n`);
  }
  for (const name of await filesOf(folder)) {
    hash.update(`${name}\0${await digestOf(path.join(folder, name))}\n`);
  }
  return path.join(cache, 'models', hash.digest('hex').slice(0, 32));
}

async function filesOf(folder: string): Promise<string[]> {
  if ((await stat(folder)).isFile()) {
    return [''];
  }
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => !entry.isDirectory()).map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name))).toSorted();
}

/** @returns undefined when nothing is kept, or what is can't be read: it is made again then */
export async function keptConversion(folder: string): Promise<KeptConversion | undefined> {
  try {
    return JSON.parse(await readFile(path.join(folder, RECORD), 'utf8')) as KeptConversion;
  } catch (error) {
    if (error instanceof SyntaxError || (error instanceof Error && 'code' in error && error.code === 'ENOENT')) {
      return undefined;
    }
    throw error;
  }
}

/** @param draft folder that holds the graph, when there is one; it takes the place of what stood in `folder` in one step */
export async function keepConversion(draft: string, folder: string, kept: KeptConversion): Promise<void> {
  await mkdir(draft, { recursive: true });
  await writeFile(path.join(draft, RECORD), JSON.stringify(kept, undefined, 2));
  await rm(folder, { recursive: true, force: true });
  await rename(draft, folder);
}
