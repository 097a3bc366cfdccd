/**
 * Where a version comes from. A source must belong to the run or the logged model that the request names, so that registering can't
 * make the server or its clients read other files (the rules of _validate_source_run and _validate_source_model in mlflow/server/handlers.py).
 */
import path from 'node:path';
import { invalid, type MlflowError } from '../mlflowErrors';
import { confined, localFolder } from '../tracking/artifacts/artifactPaths';
import { parseModelPath } from './modelUri';

interface Uri { readonly scheme: string; readonly authority: string; readonly path: string }

/** What a source may lie in. */
export interface SourceOwner {
  /** how the request names it */
  readonly parameter: 'run_id' | 'model_id';
  readonly id: string;
  /** URI of its artifacts; undefined when there is no such run or model */
  root(): string | undefined;
}

export function splitUri(uri: string): Uri {
  const [, scheme = '', rest = ''] = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(.*)$/s.exec(uri) ?? [];
  const drive = process.platform === 'win32' && scheme.length === 1;
  const [, authority = '', rooted = ''] = /^(?:\/\/([^/?#]*))?([^?#]*)/s.exec(rest) ?? [];
  return drive ? { scheme: '', authority: '', path: uri } : { scheme: scheme.toLowerCase(), authority: authority.toLowerCase(), path: rooted };
}

/** @throws INVALID_PARAMETER_VALUE unless the source belongs to its owner, or stands where no server has a say */
export async function checkSource(source: string, owner: SourceOwner): Promise<void> {
  const uri = splitUri(source);
  if (uri.scheme === '' || uri.scheme === 'file') {
    return checkLocal(source, owner);
  }
  checkNoRelativeParts(source);
  const model = uri.scheme === 'models' ? parseModelPath(uri.path) : undefined;
  if (uri.scheme === 'models' && (uri.authority !== '' || model === undefined)) {
    throw notOf(source, 'model_id');
  }
  if (model?.kind === 'logged' && (owner.parameter !== 'model_id' || owner.id !== model.modelId)) {
    throw notOf(source, 'model_id');
  }
  if (uri.scheme === 'runs' && (uri.authority !== '' || owner.parameter !== 'run_id' || owner.id === '' || runOf(source, uri.path) !== owner.id)) {
    throw notOf(source, owner.parameter);
  }
  if (isProxied(uri) && !within(uri, owner)) {
    throw notOf(source, owner.parameter);
  }
}

export function notOf(source: string, parameter: SourceOwner['parameter']): MlflowError {
  return invalid(`Invalid model version source: '${source}'. The ${parameter} request parameter must identify the resource that contains the source.`);
}

function runOf(source: string, rooted: string): string {
  const [runId = '', ...rest] = rooted.replace(/^\/+/, '').split('/');
  if (runId === '' || rest.length === 0) {
    throw invalid(`Not a proper runs:/ URI: ${source}. Runs URIs must be of the form 'runs:/<run_id>/run-relative/path/to/artifact'`);
  }
  return runId;
}

async function checkLocal(source: string, owner: SourceOwner): Promise<void> {
  const root = owner.id === '' ? undefined : owner.root();
  if (owner.id !== '' && root === undefined) {
    throw notOf(source, owner.parameter);
  }
  const { scheme } = splitUri(root ?? 'none:');
  const folder = scheme === '' || scheme === 'file' ? localFolder(root ?? '', '') : undefined;
  const file = localFolder(source, '');
  if (folder === undefined || file === undefined || !(await lies(file, folder))) {
    throw invalid(`Invalid model version source: '${source}'. To use a local path as a model version source, the ${owner.parameter} request parameter has to be specified and the local path has to be contained within the artifact directory of the run specified by the ${owner.parameter}.`);
  }
}

async function lies(file: string, folder: string): Promise<boolean> {
  const relative = path.relative(folder, file);
  if (relative.startsWith('..') || path.isAbsolute(relative)) {
    return false;
  }
  try {
    await confined(folder, relative.split(path.sep).join('/'));
    return true;
  } catch {
    return false; // by a link, it leaves the folder
  }
}

/** Percent-encoding taken off until nothing changes, as a chain of proxies would. */
function decoded(text: string): string {
  for (let current = text; ;) {
    const next = current.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
    if (next === current) {
      return current;
    }
    current = next;
  }
}

function checkNoRelativeParts(source: string): void {
  const plain = decoded(source);
  const rooted = splitUri(plain).path.replace(/\/+/g, '/').replace(/\/$/, '');
  if (!rooted.startsWith('/') || rooted.includes('\0') || plain.split('/').includes('..') || path.posix.normalize(rooted) !== rooted) {
    throw invalid(`Invalid model version source: '${source}'. If supplying a source as an http, https, local file path, ftp, objectstore, or mlflow-artifacts uri, an absolute path must be provided without relative path references present. Please provide an absolute path.`);
  }
}

function segments(uri: Uri): string[] {
  return uri.path.split('/').filter((part) => part !== '').map((part) => decoded(part));
}

/** Artifacts behind this server or another one like it. */
function isProxied(uri: Uri): boolean {
  return uri.scheme === 'mlflow-artifacts' || (/^https?$/.test(uri.scheme) && `/${segments(uri).join('/')}/`.includes('/api/2.0/mlflow-artifacts/artifacts/'));
}

function within(uri: Uri, owner: SourceOwner): boolean {
  const root = owner.id === '' ? undefined : owner.root();
  if (root === undefined) {
    return false;
  }
  const rootUri = splitUri(root);
  const parts = segments(uri);
  const rootParts = segments(rootUri);
  return uri.scheme === rootUri.scheme && uri.authority === rootUri.authority && rootParts.length > 0 && rootParts.every((part, index) => parts[index] === part);
}
