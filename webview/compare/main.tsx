import type { CompareMethods, ComparePanelState } from '../../src/protocol/panels/comparePanel';
import { startPage } from '../ui/page';
import { ComparePage } from './comparePage';

startPage<CompareMethods, ComparePanelState>(ComparePage);
