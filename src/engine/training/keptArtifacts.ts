/** What a job leaves with its runs as artifacts: under `slipway/` how it was made; for a run made from the job, the files it wrote. */
import { copyFile, link, lstat, mkdir, open, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PROVENANCE_FOLDER } from '../../protocol/runArtifacts';
import { isSecretFile, withoutCredentials } from './credentials';
import type { JobRecord } from './jobRecord';
import { GitState, JobFile, readJobFile, type Outcome } from './runner/jobFiles';

const LOG_BYTES = 32 * 1024 * 1024;
const FILE_BYTES = 512 * 1024 * 1024;
const ALL_BYTES = 1024 * 1024 * 1024;
const MOST_FILES = 200;

/**
 * Writes command.json, packages.json, patch.diff, git.json and log.txt for each of the job's runs; what is equal is stored once and linked.
 * @param jobFolder where the runner left them
 * @param artifactFolders of the runs
 * @param secrets texts that must not stand in a log (the engine's tokens)
 */
export async function keepProvenance(record: JobRecord, outcome: Outcome, jobFolder: string, artifactFolders: readonly string[], secrets: readonly string[]): Promise<void> {
  const [first, ...others] = artifactFolders;
  if (first === undefined) {
    return;
  }
  const folder = path.join(first, PROVENANCE_FOLDER);
  await mkdir(folder, { recursive: true });
  const names = ['command.json'];
  await writeWhole(path.join(folder, 'command.json'), JSON.stringify(commandDocument(record, outcome), undefined, 2));
  for (const name of [JobFile.git, JobFile.packages, JobFile.patch]) {
    if (await isThere(path.join(jobFolder, name))) {
      await copyWhole(path.join(jobFolder, name), path.join(folder, name));
      names.push(name);
    }
  }
  if (await isThere(path.join(jobFolder, JobFile.log))) {
    await writeWhole(path.join(folder, JobFile.log), await readLog(path.join(jobFolder, JobFile.log), secrets));
    names.push(JobFile.log);
  }
  for (const other of others) {
    const target = path.join(other, PROVENANCE_FOLDER);
    await mkdir(target, { recursive: true });
    for (const name of names) {
      await linkOrCopy(path.join(folder, name), path.join(target, name));
    }
  }
}

/**
 * Copies the files that a script wrote into the artifacts of the run that was made from its job.
 * @returns a document that says what was left out and why; undefined when everything is there
 */
export async function keepWrittenFiles(record: JobRecord, outcome: Outcome, artifactFolder: string): Promise<void> {
  const left: { path: string; size: number; why: string }[] = [];
  const root = await realpath(record.cwd).catch(() => record.cwd);
  let total = 0;
  let count = 0;
  for (const file of outcome.files) {
    const why = count >= MOST_FILES ? `more than ${MOST_FILES} files` : file.size > FILE_BYTES ? `larger than ${FILE_BYTES / 1024 / 1024} MB`
      : total + file.size > ALL_BYTES ? `all files together are larger than ${ALL_BYTES / 1024 / 1024} MB` : isSecretFile(file.path) ? 'such files hold credentials' : undefined;
    const kept = why === undefined && await keepOne(root, file.path, artifactFolder);
    if (kept) {
      total += file.size;
      count += 1;
    } else {
      left.push({ ...file, why: why ?? 'gone, or no plain file inside the working folder any more' });
    }
  }
  if (left.length > 0 || outcome.files_note !== null) {
    await mkdir(path.join(artifactFolder, PROVENANCE_FOLDER), { recursive: true });
    await writeWhole(path.join(artifactFolder, PROVENANCE_FOLDER, 'left-out.json'), JSON.stringify({ note: outcome.files_note, left_out: left }, undefined, 2));
  }
}

/** The git state that the runner recorded. */
export function readGitState(jobFolder: string): GitState | undefined {
  return readJobFile(GitState, path.join(jobFolder, JobFile.git));
}

function commandDocument(record: JobRecord, outcome: Outcome): object {
  return {
    job_id: record.job_id, command: record.command, cwd: record.cwd, source: record.source, interpreter: record.interpreter, environment: record.env,
    submitted_at: record.submitted_at, started_at: outcome.started_at, ended_at: outcome.ended_at, exit_code: outcome.exit_code, signal: outcome.signal, stopped: outcome.stopped,
    failure: outcome.failure,
  };
}

/** Confined: after all links are followed, the file is inside the working folder. */
async function keepOne(root: string, relative: string, artifactFolder: string): Promise<boolean> {
  const source = path.join(root, relative);
  try {
    const real = await realpath(source);
    const inside = path.relative(root, real);
    if (inside.startsWith('..') || path.isAbsolute(inside) || !(await lstat(source)).isFile()) {
      return false;
    }
    const target = path.join(artifactFolder, relative);
    await mkdir(path.dirname(target), { recursive: true });
    await copyWhole(source, target);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EACCES' || error.code === 'EPERM')) {
      return false;
    }
    throw error;
  }
}

/** The log as it is, tokens removed; of one that is too long, its beginning and its end. */
async function readLog(file: string, secrets: readonly string[]): Promise<string> {
  const { size } = await stat(file);
  const text = size <= LOG_BYTES ? await readFile(file, 'utf8') : await readEnds(file, size);
  return secrets.reduce((clean, secret) => clean.replaceAll(secret, '[removed]'), withoutCredentials(text));
}

async function readEnds(file: string, size: number): Promise<string> {
  const handle = await open(file, 'r');
  try {
    const half = LOG_BYTES / 2;
    const head = Buffer.alloc(half);
    const tail = Buffer.alloc(half);
    await handle.read(head, 0, half, 0);
    await handle.read(tail, 0, half, size - half);
    return `${head.toString('utf8')}\n[... ${size - LOG_BYTES} bytes left out: the whole log stands in the job's folder ...]\n${tail.toString('utf8')}`;
  } finally {
    await handle.close();
  }
}

async function isThere(file: string): Promise<boolean> {
  return stat(file).then(() => true, () => false);
}

async function writeWhole(file: string, content: string): Promise<void> {
  const temporary = `${file}.${process.pid}.part`;
  await writeFile(temporary, content);
  await rename(temporary, file);
}

async function copyWhole(source: string, target: string): Promise<void> {
  const temporary = `${target}.${process.pid}.part`;
  await copyFile(source, temporary);
  await rename(temporary, target);
}

async function linkOrCopy(source: string, target: string): Promise<void> {
  await rm(target, { force: true });
  await link(source, target).catch(() => copyWhole(source, target));
}
