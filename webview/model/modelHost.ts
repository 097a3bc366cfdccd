/** The model page's host. */
import type { ModelMethods, ModelPanelState } from '../../src/protocol/panels/modelPanel';
import type { Host } from '../ui/host';

export type ModelHost = Host<ModelMethods, ModelPanelState>;
