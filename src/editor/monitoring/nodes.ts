/** What the Monitors view shows, as data. */
import type { Monitor } from '../../protocol/monitors';
import type { DriftOpening } from '../../protocol/panels/driftPanel';
import type { Project } from '../connection/project';
import type { RetrainingNode } from '../retraining/nodes';
import type { ItemView } from '../lineItem';

/** Stands above monitors only where the window has several projects. */
export interface ProjectNode { readonly kind: 'project'; readonly project: Project }
export interface MonitorNode { readonly kind: 'monitor'; readonly project: Project; readonly monitor: Monitor }
/** Something that was found in the last window, or what is waited for. */
export interface FindingNode { readonly kind: 'finding'; readonly project: Project; readonly parent: MonitorNode; readonly view: ItemView; /** tells it from its siblings */ readonly id: string; /** what of the panel it is about */ readonly opens?: DriftOpening }
/** Why a list can't be shown, in the list's place. */
export interface ProblemNode { readonly kind: 'problem'; readonly project: Project; readonly message: string }

export type MonitoringNode = ProjectNode | MonitorNode | FindingNode | ProblemNode | RetrainingNode;
