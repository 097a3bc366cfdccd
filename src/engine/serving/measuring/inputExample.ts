/** The input example among the files of a version. */
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ModelSignature } from '../../../protocol/modelContents';
import { readMlmodel } from '../../registry/mlmodel';
import { bodiesOfExample } from './singleRows';

/** As MLflow names the example in the form that its server takes; older versions have the other one alone. */
const SERVING_EXAMPLE = 'serving_input_example.json';
/** Longer examples are no example, in bytes. */
const LONGEST = 64_000_000;

/**
 * @param folder of the version, or its one file
 * @returns bodies of POST /invocations, one row each; none where there is no example that is JSON
 */
export async function exampleBodies(folder: string, signature: ModelSignature | null): Promise<string[]> {
  const text = await jsonIn(path.join(folder, SERVING_EXAMPLE)) ?? await namedExample(folder);
  try {
    return text === undefined ? [] : bodiesOfExample(JSON.parse(text), signature);
  } catch (error) {
    if (error instanceof SyntaxError) {
      return [];
    }
    throw error;
  }
}

async function namedExample(folder: string): Promise<string | undefined> {
  const text = await textOf(path.join(folder, 'MLmodel'));
  const name = text === undefined ? null : readMlmodel(text).inputExample;
  const file = name === null ? undefined : path.resolve(folder, name);
  return file === undefined || path.relative(folder, file).startsWith('..') ? undefined : jsonIn(file);
}

async function jsonIn(file: string): Promise<string | undefined> {
  return file.endsWith('.json') ? textOf(file) : undefined;
}

/** @returns undefined where there is no such file, or one that is too long */
async function textOf(file: string): Promise<string | undefined> {
  try {
    return (await stat(file)).size > LONGEST ? undefined : await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) {
      return undefined;
    }
    throw error;
  }
}
