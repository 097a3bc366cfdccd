/** The run page's host, and how its parts keep what they show. */
import type { RunMethods, RunPanelState } from '../../src/protocol/panels/runPanel';
import type { Host } from '../ui/host';

export type RunHost = Host<RunMethods, RunPanelState>;
export type Keep = (change: Partial<RunPanelState>) => void;
