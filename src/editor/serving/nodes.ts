/** What the Deployments view shows, as data. */
import type { LiveFigures } from '../../protocol/deploymentLive';
import type { Deployment, DeploymentArm } from '../../protocol/deployments';
import type { Project } from '../connection/project';

/** Stands above deployments only where the window has several projects. */
export interface ProjectNode { readonly kind: 'project'; readonly project: Project }
/** Keeps its identity while it is shown, so that it alone can be refreshed. */
export interface DeploymentNode { readonly kind: 'deployment'; readonly project: Project; deployment: Deployment; /** of the last seconds, while somebody watches */ figures?: LiveFigures | undefined }
export interface ArmNode { readonly kind: 'arm'; readonly project: Project; readonly parent: DeploymentNode; readonly arm: DeploymentArm }
/** Why a list can't be shown, in the list's place. */
export interface ProblemNode { readonly kind: 'problem'; readonly project: Project; readonly message: string }

export type ServingNode = ProjectNode | DeploymentNode | ArmNode | ProblemNode;
