/** Wires the room: commands of continuous training, its messages and its status item. The Monitors view and the drift panel show it. */
import * as vscode from 'vscode';
import type { Retraining } from '../../protocol/retraining';
import type { Project } from '../connection/project';
import { Command, type CommandId } from '../contributions';
import { openProjectFile } from '../monitoring/monitorFile';
import type { MonitoringNode, MonitorNode } from '../monitoring/nodes';
import { registerCommand } from '../register';
import type { State } from '../state';
import { addPolicy } from './addPolicy';
import { openDeployment, openReport, openRun, openVersion, type RetrainLeads, showLog } from './made';
import type { PolicyNode } from './nodes';
import type { Policies } from './policies';
import { choosePolicy, lastOf } from './policyChoice';
import { approve, begin, hold, pause, release, resume, veto } from './retrainActs';
import { RetrainMessages } from './retrainMessages';
import { registerRetrainStatus } from './retrainStatus';

export interface RetrainingRoom {
  readonly policies: Policies;
  readonly state: State;
  readonly leads: RetrainLeads;
  /** shows a monitor's retraining in its panel */
  readonly show: (project: Project, monitor: string) => void;
  readonly chooseMonitor: (clicked: MonitoringNode | undefined, title: string) => Promise<MonitorNode>;
}

/** The commands that take a policy, and may be chosen from the palette. */
type PolicyCommand = Extract<CommandId, `slipway.retrain.${string}`>;

export function registerRetraining({ policies, state, leads, show, chooseMonitor }: RetrainingRoom): vscode.Disposable {
  const isOpen = ({ standing }: PolicyNode): boolean => standing?.last?.ended_at === null;
  /** What it changes is told by no notice where only the policy changes. */
  const onPolicy = (id: PolicyCommand, title: string, which: (node: PolicyNode) => boolean, none: string, act: (node: PolicyNode) => Promise<void>): vscode.Disposable => registerCommand(id, async (clicked) => {
    await act(await choosePolicy(policies, clicked, { title, which, none }));
    policies.refresh();
  });
  const onOpen = (id: PolicyCommand, title: string, act: (project: Project, last: Retraining) => Promise<void>, which: (last: Retraining) => boolean = () => true): vscode.Disposable => onPolicy(
    id, title, (node) => isOpen(node) && which(lastOf(node)), 'No retraining goes on for which this could be done. The Monitors view shows what each policy does.', async (node) => act(node.project, lastOf(node)),
  );
  const onLast = (id: PolicyCommand, title: string, act: (project: Project, last: Retraining) => Promise<void>): vscode.Disposable => onPolicy(
    id, title, ({ standing }) => standing?.last != null, 'Nothing was trained again yet.', async (node) => act(node.project, lastOf(node)),
  );
  const noneHolds = 'No policy that holds is free to train now. Policies stand under "retrain" in slipway.yaml; choose Retrain by Itself on a monitor to write one.';
  return vscode.Disposable.from(
    new RetrainMessages(policies, state, leads, ({ project, monitor }) => { if (monitor !== null) { show(project, monitor); } }), registerRetrainStatus(policies),
    registerCommand(Command.addPolicy, async (clicked) => {
      const node = await chooseMonitor(clicked, 'Retrain by itself');
      await addPolicy(node);
      policies.refresh();
      show(node.project, node.monitor.name);
    }),
    registerCommand(Command.retrainNow, async (clicked) => {
      const node = await choosePolicy(policies, clicked, { title: 'Retrain now', which: (one) => one.standing !== null && !isOpen(one), none: noneHolds });
      await begin(node);
    }),
    onPolicy(Command.holdPolicy, 'Let a policy hold', ({ standing }) => standing === null || standing.state === 'stopped' || standing.state === 'failed', 'All policies of slipway.yaml hold already.', async ({ project, name }) => hold(project, name)),
    onPolicy(Command.releasePolicy, 'Release a policy', ({ standing }) => standing !== null && standing.state !== 'stopped', 'No policy holds.', release),
    onPolicy(Command.openPolicy, 'Open a policy in slipway.yaml', () => true, 'slipway.yaml has no policy under "retrain". Choose Retrain by Itself on a monitor to write one.', async ({ project, name }) => openProjectFile(project, name, 'retrain')),
    onOpen(Command.approveRetraining, 'Approve a candidate', approve, ({ state: of }) => of === 'waiting'),
    onOpen(Command.vetoRetraining, 'Veto a retraining', veto),
    onOpen(Command.pauseRetraining, 'Pause a retraining', pause, ({ paused }) => !paused),
    onOpen(Command.resumeRetraining, 'Resume a retraining', resume, ({ paused }) => paused),
    onLast(Command.showRetrainLog, 'Show the training log', async (project, last) => showLog(project, last, leads)),
    onLast(Command.openRetrainRun, 'Open the run', async (project, last) => openRun(project, last, leads)),
    onLast(Command.openRetrainVersion, 'Open the candidate', openVersion),
    onLast(Command.openRetrainReport, 'Open the gate report', async (project, last) => openReport(project, last, leads)),
    onLast(Command.openRetrainDeployment, 'Open the deployment', openDeployment),
  );
}
