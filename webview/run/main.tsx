import type { RunMethods, RunPanelState } from '../../src/protocol/panels/runPanel';
import { startPage } from '../ui/page';
import './run.css';
import { RunPage } from './runPage';

startPage<RunMethods, RunPanelState>(RunPage);
