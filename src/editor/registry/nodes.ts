/** What the Models view shows, as data. Each node keeps its identity while it is shown, so that it alone can be refreshed. */
import type { Deployment } from '../../protocol/deployments';
import type { ModelContents } from '../../protocol/modelContents';
import type { ModelVersionRow, RegisteredModelRow } from '../../protocol/modelOverview';
import type { KeyValue } from '../../protocol/mlflow';
import type { Project } from '../connection/project';
import type { GateOutcome } from './gateOutcome';

/** Stands above models only where the window has several projects. */
export interface ProjectNode { readonly kind: 'project'; readonly project: Project }
export interface ModelNode { readonly kind: 'model'; readonly project: Project; row: RegisteredModelRow }
export interface VersionNode {
  readonly kind: 'version'; readonly project: Project; readonly model: ModelNode;
  row: ModelVersionRow;
  /** of the experiment of its run */
  experiment: { readonly name: string; readonly tags: readonly KeyValue[] } | undefined;
  /** what came of its last gate; undefined where none was run */
  gate: GateOutcome | undefined;
}
/** What is read of a version when it is unfolded. */
export interface VersionFacts {
  readonly contents: ModelContents;
  /** those that serve it */
  readonly deployments: readonly Deployment[];
}
/** One thing that is known of a version. */
export interface FactNode { readonly kind: 'fact'; readonly project: Project; readonly version: VersionNode; readonly fact: FactName; readonly facts: VersionFacts }
/** The last line of a list that is longer than what is shown. */
export interface MoreNode { readonly kind: 'more'; readonly project: Project; readonly model: ModelNode; readonly remaining: number }
/** Why a list cannot be shown, in the list's place. */
export interface ProblemNode { readonly kind: 'problem'; readonly project: Project; readonly message: string }

export type FactName = 'run' | 'signature' | 'size' | 'stage' | 'deployments' | 'description';
export type RegistryNode = ProjectNode | ModelNode | VersionNode | FactNode | MoreNode | ProblemNode;

/** As people and the command line name a version: `iris/3`. */
export function versionName({ model, row }: Pick<VersionNode, 'model' | 'row'>): string {
  return `${model.row.name}/${row.version}`;
}
