import type { ModelMethods, ModelPanelState } from '../../src/protocol/panels/modelPanel';
import { startPage } from '../ui/page';
import '../run/run.css';
import './form.css';
import './model.css';
import { ModelPage } from './modelPage';

startPage<ModelMethods, ModelPanelState>(ModelPage);
