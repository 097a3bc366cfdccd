import type { DeploymentMethods, DeploymentPanelState } from '../../src/protocol/panels/deploymentPanel';
import { startPage } from '../ui/page';
import '../run/run.css';
import '../model/form.css';
import './deployment.css';
import { DeploymentPage } from './deploymentPage';

startPage<DeploymentMethods, DeploymentPanelState>(DeploymentPage);
