/** A version that is known by its name and number, as the tree would hand it to a command. */
import { Problem } from '../problem';
import type { Project } from '../connection/project';
import type { VersionNode } from './nodes';

const PAGE = 1000;

/** @throws Problem when the version is gone; EngineError when the engine does not answer */
export async function readVersionNode(project: Project, name: string, version: string): Promise<VersionNode> {
  const { registry } = await project.connect();
  const model = (await registry.overview()).find((row) => row.name === name);
  let token: string | undefined;
  do {
    const page = model === undefined ? undefined : await registry.versionRows({ name, max_results: PAGE, ...(token === undefined ? {} : { page_token: token }) });
    const row = page?.versions.find((one) => one.version === version);
    if (model !== undefined && page !== undefined && row !== undefined) {
      return { kind: 'version', project, model: { kind: 'model', project, row: model }, row, experiment: row.run === null ? undefined : page.experiments[row.run.experiment_id], gate: undefined };
    }
    token = page?.next_page_token;
  } while (token !== undefined);
  throw new Problem(`${name}/${version} is no longer registered. The Models view lists the versions that are there.`, [], 'info');
}
