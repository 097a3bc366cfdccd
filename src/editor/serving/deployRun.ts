/** "Deploy Locally" on a run: registered where it is not yet, then served. */
import { registerRun } from '../registry/registering';
import type { ModelsTree } from '../registry/tree';
import { readVersionNode } from '../registry/versionNode';
import type { RunNode } from '../tracking/nodes';
import { trustedFirst } from '../trust';
import { deploy } from './deploying';

/** A version that was made from the run already is taken, the newest of them; the name of a new one is that of its experiment. @throws CancellationError */
export async function deployRun(models: ModelsTree, run: RunNode): Promise<void> {
  trustedFirst('serving');
  const { registry } = await run.project.connect();
  const { versions } = await registry.versions({ filter: `run_id = '${run.row.run_id}'`, max_results: 100 });
  const [newest] = versions.toSorted((a, b) => b.creation_timestamp - a.creation_timestamp);
  const { name, version } = newest ?? await registerRun(models, run, true);
  await deploy(await readVersionNode(run.project, name, version));
}
