/** "Promote…" of a version, and "Promote Model…" of a run: registered, judged and promoted in one go. */
import * as vscode from 'vscode';
import type { GateReport } from '../../protocol/gates';
import type { ModelVersion } from '../../protocol/registry';
import type { Projects } from '../connection/projects';
import { Command } from '../contributions';
import { registerCommand } from '../register';
import type { RunNode } from '../tracking/nodes';
import { chooseRun } from '../tracking/runChoice';
import type { ExperimentsTree } from '../tracking/tree';
import { trustedFirst } from '../trust';
import { chooseVersion } from './choice';
import type { ModelPanels } from './modelPanel';
import type { VersionNode } from './nodes';
import { promote } from './promotion';
import { registerRun } from './registering';
import type { ModelsTree } from './tree';
import { readVersionNode } from './versionNode';

export function registerPromotion(models: ModelsTree, runs: ExperimentsTree, projects: Projects, panels: ModelPanels): vscode.Disposable {
  const showReport = (node: VersionNode, report: GateReport | null): void => panels.show(node, false, { tab: 'gate', ...(report === null ? {} : { report: report.gate_id }) });
  return vscode.Disposable.from(
    registerCommand(Command.promoteVersion, async (clicked) => {
      trustedFirst('gates');
      await promote(await chooseVersion(models, projects, clicked, 'Promote'), showReport);
    }),
    registerCommand(Command.promoteRun, async (clicked) => {
      trustedFirst('gates');
      const run = await chooseRun(runs, clicked, 'Promote the model of a run');
      const { name, version } = await registeredOf(run) ?? await registerRun(models, run);
      await promote(await readVersionNode(run.project, name, version), showReport);
    }),
  );
}

/** A version that was made from the run already: the same files need no second number. @throws CancellationError */
async function registeredOf(run: RunNode): Promise<ModelVersion | undefined> {
  const { registry } = await run.project.connect();
  const { versions } = await registry.versions({ filter: `run_id = '${run.row.run_id}'`, max_results: 100 });
  if (versions.length === 0) {
    return undefined;
  }
  const items = [
    ...versions.map((version) => ({ label: `$(package) ${version.name}/${version.version}`, description: 'registered from this run', version })),
    { label: '$(add) Register it anew…', description: '', version: undefined },
  ];
  const picked = await vscode.window.showQuickPick(items, { title: `Promote the model of ${run.row.run_name}`, placeHolder: 'Which version?' });
  if (picked === undefined) {
    throw new vscode.CancellationError();
  }
  return picked.version;
}
