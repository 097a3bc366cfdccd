/** Packages that make ONNX of models. What the user's environment lacks of them is installed into a folder of ours, never into that environment. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runLogged } from './runLogged';

/** Module → its package, pinned: what is measured to reproduce models with the onnxruntime-node of package.json. */
const PACKAGES: Readonly<Record<string, string>> = {
  skl2onnx: 'skl2onnx==1.20.0',
  onnx: 'onnx==1.23.2',
  onnxmltools: 'onnxmltools==1.16.0',
  onnxscript: 'onnxscript==0.7.2',
  onnx_ir: 'onnx-ir==1.1.0',
  ml_dtypes: 'ml-dtypes==0.6.0',
  'google.protobuf': 'protobuf==7.36.2',
  typing_extensions: 'typing-extensions>=4.15',
};

/** Part of the key of what has been converted. */
export const CONVERTER_VERSIONS = Object.values(PACKAGES).join(' ');

export interface Installing {
  readonly python: string;
  /** modules that are missing */
  readonly lacks: readonly string[];
  /** of the interpreter: compiled packages fit only that */
  readonly abi: string;
  readonly cache: string;
  readonly root: string;
  readonly env: Readonly<Record<string, string>>;
  readonly log: string;
  readonly signal: AbortSignal;
  readonly progress: (text: string) => void;
}

/** Converters could not be installed: a sentence that says what to do. */
export class ConvertersMissing extends Error {
  override readonly name = 'ConvertersMissing';
}

/**
 * @returns folder that holds them, whole or not at all
 * @throws ConvertersMissing
 */
export async function installConverters(options: Installing): Promise<string> {
  const packages = options.lacks.map((module) => PACKAGES[module] ?? module).toSorted();
  const key = createHash('sha256').update([options.abi, ...packages].join('\n')).digest('hex').slice(0, 16);
  const folder = path.join(options.cache, 'converters', `${options.abi}-${key}`);
  if (existsSync(path.join(folder, COMPLETE))) {
    return folder;
  }
  options.progress(`Installing ${packages.join(', ')} into Slipway's cache (once)`);
  const draft = `${folder}.${process.pid}.${Date.now()}`;
  await mkdir(draft, { recursive: true });
  try {
    await install(options, packages, draft);
    await writeFile(path.join(draft, COMPLETE), '');
    await rename(draft, folder).catch((error: unknown) => {
      // Another deployment was first: its folder is as good.
      if (!existsSync(path.join(folder, COMPLETE))) {
        throw error;
      }
    });
    return folder;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

const COMPLETE = 'slipway-complete';

/** Dependencies are listed, not resolved: pip would bring NumPy and scikit-learn once more. An environment made by uv has no pip. */
async function install(options: Installing, packages: readonly string[], target: string): Promise<void> {
  const wanted = ['--no-deps', '--quiet', '--target', target, ...packages];
  const ways: (readonly [string, ...string[]])[] = [
    [options.python, '-m', 'pip', 'install', '--disable-pip-version-check', '--no-input', ...wanted],
    ['uv', 'pip', 'install', '--python', options.python, ...wanted],
  ];
  const said: string[] = [];
  for (const way of ways) {
    const { code, tail } = await runLogged(way, options);
    if (code === 0) {
      return;
    }
    said.push(tail);
  }
  const lacksPip = said[0]?.includes('No module named pip') === true;
  const why = lacksPip ? 'its environment has neither pip nor uv' : said[0] ?? 'no reason is known';
  throw new ConvertersMissing(`${packages.join(', ')} could not be installed (${why}). Install ${packages.length === 1 ? 'it' : 'them'} where ${options.python} finds ${packages.length === 1 ? 'it' : 'them'}, or deploy again with a network; the log says more: ${options.log}`);
}
