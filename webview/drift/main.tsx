import type { DriftMethods, DriftPanelState } from '../../src/protocol/panels/driftPanel';
import { startPage } from '../ui/page';
import '../run/run.css';
import './drift.css';
import { DriftPage } from './driftPage';

startPage<DriftMethods, DriftPanelState>(DriftPage);
