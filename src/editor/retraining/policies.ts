/** Policies that hold in the engines of this window, and those of slipway.yaml that do not hold yet. */
import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { readProjectFile } from '../../projectFile/read';
import type { RetrainPolicy } from '../../protocol/retraining';
import { canaryOf } from '../../wording/retrainText';
import type { Project } from '../connection/project';
import { ProjectLists } from '../connection/projectLists';
import type { Projects } from '../connection/projects';
import { PROJECT_FILE_NAME } from '../registry/gateText';
import type { PolicyNode } from './nodes';

export class Policies extends ProjectLists<PolicyNode> {
  constructor(projects: Projects) {
    super(projects, {
      list: readPolicies,
      // The share of a candidate is told as a change of its deployment.
      concerns: ({ type }) => type === 'retraining' || type === 'retrain_policy' || type === 'deployment',
      also: (project, again) => {
        const file = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(vscode.Uri.file(project.root), PROJECT_FILE_NAME));
        return vscode.Disposable.from(file, file.onDidChange(again), file.onDidCreate(again), file.onDidDelete(again));
      },
    });
  }

  /** Those that go on, with their policies. */
  get goingOn(): readonly PolicyNode[] { return this.known.filter(({ standing }) => standing?.last?.ended_at === null); }
}

/** By name, those that hold first. */
export async function readPolicies(project: Project): Promise<PolicyNode[]> {
  const client = await project.connect();
  const [standings, written] = await Promise.all([client.retraining.policies(), policiesOfFile(project)]);
  const deployments = standings.some(({ last }) => last?.state === 'rolling_out') ? await client.serving.list() : [];
  return [
    ...standings.map((standing): PolicyNode => {
      const { name, policy, last } = standing;
      return { kind: 'policy', project, name, monitor: policy?.monitor ?? last?.monitor ?? null, standing, policy, canary: last === null ? null : canaryOf(last, deployments) };
    }),
    ...Object.entries(written).filter(([name]) => standings.every((standing) => standing.name !== name))
      .map(([name, policy]): PolicyNode => ({ kind: 'policy', project, name, monitor: policy.monitor, standing: null, policy, canary: null })),
  ];
}

/** None where the file has a fault: the language server says so, in the file. */
async function policiesOfFile(project: Project): Promise<Readonly<Record<string, RetrainPolicy>>> {
  const file = path.join(project.root, PROJECT_FILE_NAME);
  // What reads the file for good is loaded for files alone that have policies.
  if (!/\bretrain\b/.test(await textOf(file))) {
    return {};
  }
  const read = await readProjectFile(file);
  return read?.fault === undefined ? read?.file?.retrain ?? {} : {};
}

async function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') {
      return '';
    }
    throw error;
  });
}
