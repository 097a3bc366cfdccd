/** The deployment page's host. */
import type { DeploymentMethods, DeploymentPanelState } from '../../src/protocol/panels/deploymentPanel';
import type { Host } from '../ui/host';

export type DeploymentHost = Host<DeploymentMethods, DeploymentPanelState>;
export type Keep = (change: Partial<DeploymentPanelState>) => void;
