// One window on a project whose script has trained a model, for all tests of a block.
import { afterAll } from 'vitest';
import type { EngineClient } from '../../src/connection/engineClient';
import { environmentValue } from './environmentValue';
import { shareProject } from './sharedWindow';
import { train } from './trainedProject';
import type { Workbench, WorkbenchOptions } from './workbench';

export interface TrainedOptions extends Omit<WorkbenchOptions, 'workspace'> {
  /** Python that trains */
  readonly script: string;
  /** a line of the side bar that says that it has */
  readonly row: string | RegExp;
}

/** @param begin takes the window once its side bar shows what was trained */
export function shareTrained({ script, row, ...options }: TrainedOptions, begin: (workbench: Workbench, engine: EngineClient) => void): void {
  let engine: EngineClient | undefined;
  shareProject({ ...options, workspace: 'empty', log: async (own, folder) => train(own, folder, script) }, async (workbench, own) => {
    engine = own;
    await workbench.setting('slipway.train.python', environmentValue('SLIPWAY_TEST_PYTHON'));
    await workbench.sideBar();
    await workbench.treeRow(row).waitFor();
    begin(workbench, own);
  });
  // A deployment outlives its window and its engine.
  afterAll(async () => Promise.all((await engine?.serving.list() ?? []).map(async ({ name }) => engine?.serving.remove(name))));
}
