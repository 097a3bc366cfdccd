/** What a run was made with: command, interpreter, packages, from the documents that its job left with it. */
import { RunArtifact } from '../../protocol/runArtifacts';
import { RunTag } from '../../protocol/runTags';
import type { EngineClient } from '../../connection/engineClient';
import { absent } from '../../connection/engineError';
import type { Job } from '../../protocol/jobs';
import type { RunEnvironment } from '../../protocol/panels/runPanel';
import { artifactText } from './artifactText';
import { listArtifacts } from './artifactList';

/** So many artifacts are looked through for a list of packages. */
const LOOKED_THROUGH = 2000;

interface CommandDocument { readonly command?: readonly string[]; readonly cwd?: string; readonly interpreter?: string | null; readonly environment?: Readonly<Record<string, string>> }
interface PackagesDocument { readonly python?: string; readonly implementation?: string; readonly executable?: string; readonly platform?: string; readonly packages?: Readonly<Record<string, string>> }

/** Everything that is known; while the job runs, only what the job itself says. */
export async function readEnvironment(client: EngineClient, runId: string, signal: AbortSignal): Promise<RunEnvironment> {
  const [commandText, packagesText] = await Promise.all([artifactText(client, runId, RunArtifact.command, signal), artifactText(client, runId, RunArtifact.packages, signal)]);
  const job = commandText === undefined ? await jobOf(client, runId, signal) : undefined;
  const command: CommandDocument = commandText === undefined ? { ...(job === undefined ? {} : { command: job.command, cwd: job.cwd }) } : JSON.parse(commandText) as CommandDocument;
  const packages = packagesText === undefined ? {} : JSON.parse(packagesText) as PackagesDocument;
  return {
    command: command.command ?? null, folder: command.cwd ?? null, interpreter: packages.executable ?? command.interpreter ?? null,
    python: packages.python === undefined ? null : `${packages.implementation ?? 'Python'} ${packages.python}`, platform: packages.platform ?? null,
    variables: Object.entries(command.environment ?? {}).map(([key, value]) => ({ key, value })),
    packages: Object.entries(packages.packages ?? {}).map(([name, version]) => ({ name, version })),
    requirements: packagesText === undefined ? await requirementsOf(client, runId, signal) : null,
  };
}

async function jobOf(client: EngineClient, runId: string, signal: AbortSignal): Promise<Job | undefined> {
  const run = await client.run(runId, signal);
  const id = run.data.tags?.find(({ key }) => key === RunTag.job)?.value;
  return id === undefined ? undefined : client.job(id, signal).catch(absent);
}

/** A logged model says what it needs. */
async function requirementsOf(client: EngineClient, runId: string, signal: AbortSignal): Promise<string | null> {
  const files = await listArtifacts(client, runId, LOOKED_THROUGH, signal);
  return files.find(({ path }) => /(^|\/)requirements\.txt$/.test(path))?.path ?? null;
}
