import type { LineageMethods, LineagePanelState } from '../../src/protocol/panels/lineagePanel';
import { startPage } from '../ui/page';
import './lineage.css';
import { LineagePage } from './lineagePage';

startPage<LineageMethods, LineagePanelState>(LineagePage);
