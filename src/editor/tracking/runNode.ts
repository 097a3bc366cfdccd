/** A run that is known by its id, as the tree would hand it to a command. */
import { Problem } from '../problem';
import type { Project } from '../connection/project';
import type { RunNode } from './nodes';
import { rowsById } from './query';

/** @throws Problem when the run is gone; EngineError when the engine does not know it */
export async function readRunNode(project: Project, runId: string): Promise<RunNode> {
  const client = await project.connect();
  const { info } = await client.run(runId);
  const [{ rows: [row] }, experiments] = await Promise.all([client.runRows(rowsById(info.experiment_id, [runId])), client.experiments(true)]);
  const summary = experiments.find(({ experiment_id: id }) => id === info.experiment_id);
  if (row === undefined || summary === undefined) {
    throw new Problem('This run is no longer in this project.');
  }
  return { kind: 'run', project, parent: { kind: 'experiment', project, summary }, row };
}
