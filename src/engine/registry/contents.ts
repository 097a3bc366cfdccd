/** What the files of a version say about it. */
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ModelContents } from '../../protocol/modelContents';
import { codeFiles } from './codeFiles';
import { readMlmodel, type Mlmodel } from './mlmodel';

const MOST_FILES = 10_000;
const MLMODEL = 'MLmodel';

interface FileSize { readonly path: string; readonly size: number }

/**
 * @param location URI of the version's artifacts
 * @param folder where they stand on this machine; undefined when they do not
 */
export async function readContents(location: string, folder: string | undefined): Promise<ModelContents> {
  const nothing: ModelContents = { state: 'elsewhere', location, files: [], size: 0, flavors: [], signature: null, input_example: null, requirements: [], python: null, pickles: [], problem: null };
  if (folder === undefined) {
    return { ...nothing, problem: `Its artifacts stand at ${location}, which is not on this machine.` };
  }
  const found = await stat(folder).catch(() => undefined);
  if (found === undefined) {
    return { ...nothing, state: 'gone', problem: 'Its artifacts have been deleted. Register a version from a run that still has them.' };
  }
  // A version may be a single file, such as an .onnx; it goes by its own name.
  const files = found.isDirectory() ? await filesBelow(folder) : [{ path: path.basename(folder), size: found.size }];
  const size = files.reduce((sum, file) => sum + file.size, 0);
  const { mlmodel, problem } = await mlmodelIn(folder, files);
  return {
    ...nothing, state: 'here', files: files.slice(0, MOST_FILES), size,
    flavors: [...mlmodel?.flavors ?? []], signature: mlmodel?.signature ?? null, python: mlmodel?.python ?? null,
    input_example: mlmodel?.inputExample ?? null, requirements: await requirementsIn(folder, files),
    pickles: (await codeFiles(folder)).filter(({ kind }) => kind === 'pickle').map((file) => file.path), problem,
  };
}

async function filesBelow(folder: string): Promise<FileSize[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name)).sort();
  return Promise.all(files.map(async (file) => ({ path: path.relative(folder, file).split(path.sep).join('/'), size: (await stat(file)).size })));
}

async function mlmodelIn(folder: string, files: readonly FileSize[]): Promise<{ mlmodel?: Mlmodel; problem: string | null }> {
  if (!files.some((file) => file.path === MLMODEL)) {
    return { problem: 'It has no MLmodel file, so its signature is not known.' };
  }
  try {
    return { mlmodel: readMlmodel(await readFile(path.join(folder, MLMODEL), 'utf8')), problem: null };
  } catch (error) {
    return { problem: `Its MLmodel file can't be read: ${error instanceof Error ? error.message : String(error)}` };
  }
}

async function requirementsIn(folder: string, files: readonly FileSize[]): Promise<string[]> {
  const file = files.find((one) => one.path === 'requirements.txt');
  const text = file === undefined ? '' : await readFile(path.join(folder, file.path), 'utf8');
  return text.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
}
