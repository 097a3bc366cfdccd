/** Models that no run of this store made are loaded, to convert or to score them, only when somebody trusts what they hold. */
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ErrorBody } from '../../protocol/mlflow';
import type { UntrustedFile } from '../../protocol/registry';
import { MlflowError } from '../mlflowErrors';
import { codeFiles } from '../registry/codeFiles';
import { readMlmodel } from '../registry/mlmodel';
import type { RegistryService } from '../registry/service';
import { untrustedText } from '../registry/trustedFiles';
import { ConversionProblem } from './conversion/options';

/** Files have to be trusted first. */
export class TrustNeeded extends ConversionProblem {
  constructor(readonly files: readonly UntrustedFile[]) {
    super(untrustedText(files, '"slipway deploy --trust"'));
  }
}

/** The same, to a client that waits for what it asked. */
export class TrustRefusal extends MlflowError {
  constructor({ files, message }: TrustNeeded) {
    super('PERMISSION_DENIED', message);
    this.#files = files;
  }

  readonly #files: readonly UntrustedFile[];

  override body(): ErrorBody {
    return { ...super.body(), needs_trust: this.#files };
  }
}

/** A version, and where its files stand. */
export interface LoadedVersion {
  readonly model: string;
  readonly version: string;
  /** of its files, absolute; or the one file */
  readonly folder: string;
}

/** @throws TrustNeeded with what nobody has trusted yet, of all of them */
export async function mustBeTrusted(registry: RegistryService, versions: readonly LoadedVersion[]): Promise<void> {
  const foreign = versions.map(({ model, version, folder }) => ({ folder, ...registry.provenance(model, version) })).filter(({ home }) => !home);
  const wanted = await registry.trusted.wantedBy(await Promise.all(foreign.map(async ({ folder, from }) => ({ folder, files: await codeFiles(folder), loader: await loaderOf(folder), from }))));
  if (wanted.length > 0) {
    throw new TrustNeeded(wanted);
  }
}

/** What its MLmodel says that loads it. One that can't be read is told by who prepares the model. */
async function loaderOf(folder: string): Promise<string | undefined> {
  const file = path.join(folder, 'MLmodel');
  if ((await stat(folder)).isFile() || !(await stat(file).catch(() => undefined))?.isFile()) {
    return undefined;
  }
  try {
    return readMlmodel(await readFile(file, 'utf8')).loader ?? undefined;
  } catch {
    return undefined;
  }
}
