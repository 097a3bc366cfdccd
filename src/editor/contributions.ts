/**
 * Every id that package.json and the code share, once. `test/unit/editor/contributions.test.ts` checks package.json against this file
 * both ways, so a command can be neither declared and forgotten nor registered and invisible.
 */
import type { MoreNode as MoreVersionsNode, ModelNode, RegistryNode, VersionNode } from './registry/nodes';
import type { MonitoringNode } from './monitoring/nodes';
import type { ServingNode } from './serving/nodes';
import type { RunNode, TreeNode, MoreNode, ExperimentNode } from './tracking/nodes';

export const Command = {
  train: 'slipway.train',
  stopJob: 'slipway.stopJob',
  showJobs: 'slipway.showJobs',
  refresh: 'slipway.experiments.refresh',
  filter: 'slipway.experiments.filter',
  clearFilter: 'slipway.experiments.clearFilter',
  sort: 'slipway.experiments.sort',
  showArchived: 'slipway.experiments.showArchived',
  hideArchived: 'slipway.experiments.hideArchived',
  showMore: 'slipway.experiments.showMore',
  openView: 'slipway.compare.openView',
  copyExperimentId: 'slipway.experiment.copyId',
  pauseTracking: 'slipway.pauseTracking',
  resumeTracking: 'slipway.resumeTracking',
  relaunchToTrack: 'slipway.relaunchToTrack',
  copyTrackingUri: 'slipway.copyTrackingUri',
  showEngineLog: 'slipway.showEngineLog',
  retryEngine: 'slipway.retryEngine',
  trackKernel: 'slipway.notebook.trackKernel',
  insertTrackingCell: 'slipway.notebook.insertTrackingCell',
  trackByJupyter: 'slipway.notebook.trackByJupyter',
  openExample: 'slipway.openExample',
  profileData: 'slipway.data.profile',
  suggestSchema: 'slipway.data.suggestSchema',
  openRun: 'slipway.run.open',
  runPageScripts: 'slipway.artifact.runScripts',
  compareRuns: 'slipway.run.compare',
  renameRun: 'slipway.run.rename',
  editNote: 'slipway.run.note',
  editTags: 'slipway.run.tags',
  starRun: 'slipway.run.star',
  unstarRun: 'slipway.run.unstar',
  pinBaseline: 'slipway.run.pinBaseline',
  unpinBaseline: 'slipway.run.unpinBaseline',
  copyRunId: 'slipway.run.copyId',
  revealSource: 'slipway.run.revealSource',
  diffSource: 'slipway.run.diffSource',
  stopRun: 'slipway.run.stop',
  deleteRun: 'slipway.run.delete',
  restoreRun: 'slipway.run.restore',
  showLineage: 'slipway.lineage.show',
  registerRun: 'slipway.run.register',
  promoteRun: 'slipway.run.promote',
  registerFile: 'slipway.model.registerFile',
  refreshModels: 'slipway.models.refresh',
  showMoreVersions: 'slipway.models.showMore',
  describeModel: 'slipway.model.describe',
  editModelTags: 'slipway.model.tags',
  renameModel: 'slipway.model.rename',
  copyModelName: 'slipway.model.copyName',
  deleteModel: 'slipway.model.delete',
  openVersion: 'slipway.version.open',
  promoteVersion: 'slipway.version.promote',
  openVersionRun: 'slipway.version.openRun',
  compareVersions: 'slipway.version.compare',
  setAlias: 'slipway.version.setAlias',
  removeAlias: 'slipway.version.removeAlias',
  moveStage: 'slipway.version.moveStage',
  describeVersion: 'slipway.version.describe',
  editVersionTags: 'slipway.version.tags',
  copyLoadCode: 'slipway.version.copyLoadCode',
  deleteVersion: 'slipway.version.delete',
  deployVersion: 'slipway.version.deploy',
  deployRun: 'slipway.run.deploy',
  openDeployment: 'slipway.deployment.open',
  copyDeploymentUrl: 'slipway.deployment.copyUrl',
  showDeploymentLog: 'slipway.deployment.showLog',
  stopDeployment: 'slipway.deployment.stop',
  startDeployment: 'slipway.deployment.start',
  removeDeployment: 'slipway.deployment.remove',
  watchDeployment: 'slipway.deployment.watch',
  openMonitor: 'slipway.monitor.open',
  acknowledgeAlerts: 'slipway.monitor.acknowledge',
  snoozeAlerts: 'slipway.monitor.snooze',
  noteAlert: 'slipway.monitor.note',
  stopMonitor: 'slipway.monitor.stop',
  startMonitor: 'slipway.monitor.start',
  removeMonitor: 'slipway.monitor.remove',
  addPolicy: 'slipway.retrain.add',
  retrainNow: 'slipway.retrain.now',
  approveRetraining: 'slipway.retrain.approve',
  vetoRetraining: 'slipway.retrain.veto',
  pauseRetraining: 'slipway.retrain.pause',
  resumeRetraining: 'slipway.retrain.resume',
  holdPolicy: 'slipway.retrain.hold',
  releasePolicy: 'slipway.retrain.release',
  showRetrainLog: 'slipway.retrain.showLog',
  openRetrainRun: 'slipway.retrain.openRun',
  openRetrainVersion: 'slipway.retrain.openVersion',
  openRetrainReport: 'slipway.retrain.openReport',
  openRetrainDeployment: 'slipway.retrain.openDeployment',
  openPolicy: 'slipway.retrain.openFile',
} as const;
export type CommandId = (typeof Command)[keyof typeof Command];

/** What a context menu hands to a command: the clicked item and, where several are selected, all of them. */
type RunArguments = [clicked?: RunNode, selected?: readonly TreeNode[]];
/** What a keybinding of the view hands over instead of a clicked item. */
export const focused = 'focused';
type KeyedRunArguments = [clicked?: RunNode | typeof focused, selected?: readonly TreeNode[]];

type DeploymentArguments = [clicked?: ServingNode];
type MonitorArguments = [clicked?: MonitoringNode];
type VersionArguments = [clicked?: VersionNode, selected?: readonly RegistryNode[]];

/** The arguments of each command; those not named here take none. */
export interface CommandArguments {
  /** a Python file, or slipway.yaml with one of its train targets */
  [Command.train]: [resource?: { readonly fsPath: string; readonly target?: string }];
  [Command.stopJob]: [jobId?: string];
  /** a data file; the one in the active tab, else one that is picked, when left out */
  [Command.profileData]: [resource?: { readonly fsPath: string }];
  /** a data file; `folder` is that of the slipway.yaml */
  [Command.suggestSchema]: [resource: { readonly fsPath: string; readonly schema?: string; readonly folder?: string }];
  [Command.showMore]: [more: MoreNode];
  [Command.copyExperimentId]: [experiment?: ExperimentNode];
  [Command.openRun]: RunArguments;
  [Command.compareRuns]: [clicked?: RunNode | ExperimentNode, selected?: readonly TreeNode[]];
  [Command.runPageScripts]: [page: string];
  [Command.renameRun]: KeyedRunArguments;
  [Command.editNote]: RunArguments;
  [Command.editTags]: RunArguments;
  [Command.starRun]: RunArguments;
  [Command.unstarRun]: RunArguments;
  [Command.pinBaseline]: RunArguments;
  [Command.unpinBaseline]: RunArguments;
  [Command.copyRunId]: RunArguments;
  [Command.revealSource]: RunArguments;
  [Command.diffSource]: RunArguments;
  [Command.stopRun]: RunArguments;
  [Command.deleteRun]: KeyedRunArguments;
  [Command.restoreRun]: RunArguments;
  [Command.showLineage]: [clicked?: RunNode | VersionNode | ModelNode];
  [Command.registerRun]: RunArguments;
  [Command.promoteRun]: RunArguments;
  [Command.registerFile]: [resource?: { readonly fsPath: string }];
  [Command.showMoreVersions]: [more: MoreVersionsNode];
  [Command.describeModel]: [clicked?: RegistryNode];
  [Command.editModelTags]: [clicked?: RegistryNode];
  [Command.renameModel]: [clicked?: RegistryNode];
  [Command.copyModelName]: [clicked?: RegistryNode];
  [Command.deleteModel]: [clicked?: RegistryNode];
  [Command.openVersion]: VersionArguments;
  [Command.promoteVersion]: VersionArguments;
  [Command.openVersionRun]: VersionArguments;
  [Command.compareVersions]: VersionArguments;
  [Command.setAlias]: VersionArguments;
  [Command.removeAlias]: VersionArguments;
  [Command.moveStage]: VersionArguments;
  [Command.describeVersion]: VersionArguments;
  [Command.editVersionTags]: VersionArguments;
  [Command.copyLoadCode]: VersionArguments;
  [Command.deleteVersion]: VersionArguments;
  [Command.deployVersion]: VersionArguments;
  [Command.deployRun]: RunArguments;
  [Command.openDeployment]: DeploymentArguments;
  [Command.copyDeploymentUrl]: DeploymentArguments;
  [Command.showDeploymentLog]: DeploymentArguments;
  [Command.stopDeployment]: DeploymentArguments;
  [Command.startDeployment]: DeploymentArguments;
  [Command.removeDeployment]: DeploymentArguments;
  [Command.watchDeployment]: DeploymentArguments;
  [Command.openMonitor]: MonitorArguments;
  [Command.acknowledgeAlerts]: MonitorArguments;
  [Command.snoozeAlerts]: MonitorArguments;
  [Command.noteAlert]: MonitorArguments;
  [Command.stopMonitor]: MonitorArguments;
  [Command.startMonitor]: MonitorArguments;
  [Command.removeMonitor]: MonitorArguments;
  [Command.addPolicy]: MonitorArguments;
  [Command.retrainNow]: MonitorArguments;
  [Command.approveRetraining]: MonitorArguments;
  [Command.vetoRetraining]: MonitorArguments;
  [Command.pauseRetraining]: MonitorArguments;
  [Command.resumeRetraining]: MonitorArguments;
  [Command.holdPolicy]: MonitorArguments;
  [Command.releasePolicy]: MonitorArguments;
  [Command.showRetrainLog]: MonitorArguments;
  [Command.openRetrainRun]: MonitorArguments;
  [Command.openRetrainVersion]: MonitorArguments;
  [Command.openRetrainReport]: MonitorArguments;
  [Command.openRetrainDeployment]: MonitorArguments;
  [Command.openPolicy]: MonitorArguments;
}
export type ArgumentsOf<C extends CommandId> = C extends keyof CommandArguments ? CommandArguments[C] : [];

/** Commands that only other parts of Slipway call: registered, not declared, so no palette entry and no menu. */
export const internalCommands: readonly CommandId[] = [Command.showMore, Command.showMoreVersions, Command.runPageScripts, Command.suggestSchema];

export const View = { container: 'slipway', experiments: 'slipway.experiments', models: 'slipway.models', deployments: 'slipway.deployments', monitors: 'slipway.monitors' } as const;

/** Types of our panels: what a serializer is registered for. */
export const PanelType = { compare: 'slipway.compare', run: 'slipway.run', model: 'slipway.model', lineage: 'slipway.lineage', deployment: 'slipway.deployment', profile: 'slipway.profile', drift: 'slipway.drift' } as const;

/** Types of our editors, as package.json names them. */
export const EditorType = { artifact: 'slipway.artifact' } as const;

export const Setting = {
  section: 'slipway',
  trackTerminals: 'trackTerminals',
  trackNotebooks: 'trackNotebooks',
  jobWorkers: 'jobs.workers',
  trainPython: 'train.python',
  notifyWhenTrained: 'train.notifyWhenDone',
  confirmArguments: 'train.askForArguments',
  notifyOfAlerts: 'monitoring.notify',
} as const;
/** Settings as package.json names them. */
export const settingIds: readonly string[] = [Setting.trackTerminals, Setting.trackNotebooks, Setting.jobWorkers, Setting.trainPython, Setting.notifyWhenTrained, Setting.confirmArguments, Setting.notifyOfAlerts]
  .map((name) => `${Setting.section}.${name}`);

/** Context keys of `when` clauses. `slipway.state`: idle | starting | ready | failed. */
export const ContextKey = {
  state: 'slipway.state',
  paused: 'slipway.paused',
  filtered: 'slipway.filtered',
  showsArchived: 'slipway.showsArchived',
  empty: 'slipway.empty',
  noModels: 'slipway.noModels',
  hasDeployments: 'slipway.hasDeployments',
  hasMonitors: 'slipway.hasMonitors',
} as const;

/** Schemes of the read-only documents. */
export const Scheme = { recordedSource: 'slipway-source', comparedRun: 'slipway-compared', artifact: 'slipway-artifact', versionFile: 'slipway-version', request: 'slipway-request' } as const;

/** Theme colours of runs, ten of them; `media` of each theme is in package.json. */
export const runColors: readonly string[] = Array.from({ length: 10 }, (_, index) => `slipway.run${index + 1}`);
