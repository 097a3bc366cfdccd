// One window for all tests of a file or a block: opened before the first, photographed where one fails, closed after the last.
import { afterAll, afterEach, beforeAll } from 'vitest';
import type { EngineClient } from '../../src/connection/engineClient';
import { engineOf } from '../builders/engine';
import { Workbench, type WorkbenchOptions } from './workbench';

/** @param begin takes the window, and brings it to where the tests start */
export function shareWindow(options: WorkbenchOptions, begin: (workbench: Workbench) => void | Promise<void>): void {
  let workbench: Workbench | undefined;
  beforeAll(async () => {
    workbench = await Workbench.open(options);
    await begin(workbench);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail' || workbench === undefined) return;
    await workbench.screenshot(`failed ${task.name}`, [], { hover: true });
    // Where only the words of a failure can be read, they tell what the picture would.
    const shown = await workbench.words();
    for (const error of task.result.errors ?? []) {
      const told = `${error.message.trimEnd()}\n${shown}`;
      if (error.stack !== undefined) error.stack = error.stack.replace(error.message, () => told);
      error.message = told;
    }
  });
  afterAll(async () => {
    await workbench?.close();
  });
}

/** The same with an engine on the window's folder. @param log fills the store before the window opens */
export function shareProject(
  options: WorkbenchOptions & { readonly log: (engine: EngineClient, folder: string) => Promise<unknown> }, begin: (workbench: Workbench, engine: EngineClient) => void | Promise<void>,
): void {
  let engine: EngineClient | undefined;
  const { log, arrange, ...others } = options;
  const filled = async (folder: string): Promise<void> => {
    await arrange?.(folder);
    engine = await engineOf(folder);
    await log(engine, folder);
  };
  shareWindow({ ...others, arrange: filled }, async (workbench) => begin(workbench, engine as EngineClient));
  afterAll(() => engine?.close());
}
