/** What the Experiments view shows, as data. Each node keeps its identity while it is shown, so that it alone can be refreshed. */
import type { ExperimentSummary, RunRow } from '../../protocol/experiments';
import type { Project } from '../connection/project';

/** Stands above experiments only where the window has several projects. */
export interface ProjectNode { readonly kind: 'project'; readonly project: Project }
export interface ExperimentNode { readonly kind: 'experiment'; readonly project: Project; summary: ExperimentSummary }
export interface RunNode { readonly kind: 'run'; readonly project: Project; readonly parent: RunParent; row: RunRow }
/** The last line of a list that is longer than what is shown. */
export interface MoreNode { readonly kind: 'more'; readonly project: Project; readonly parent: RunParent; remaining: number }
/** Why a list cannot be shown, in the list's place. */
export interface ProblemNode { readonly kind: 'problem'; readonly project: Project; readonly message: string }

export type RunParent = ExperimentNode | RunNode;
export type TreeNode = ProjectNode | ExperimentNode | RunNode | MoreNode | ProblemNode;

/** The experiment that a run stands in, however deeply it is nested. */
export function experimentOf(node: RunParent): ExperimentNode {
  return node.kind === 'experiment' ? node : experimentOf(node.parent);
}
