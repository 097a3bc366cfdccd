/** The drift page's host. */
import type { DriftMethods, DriftPanelState } from '../../src/protocol/panels/driftPanel';
import type { Host } from '../ui/host';

export type DriftHost = Host<DriftMethods, DriftPanelState>;
export type Keep = (change: Partial<DriftPanelState>) => void;
