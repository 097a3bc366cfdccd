/** Promotes a version: its gate is run, then the alias moves; against the gate only with a written reason. Every move can be undone. */
import * as vscode from 'vscode';
import { EngineError } from '../../connection/engineError';
import { Alias } from '../../protocol/aliases';
import type { GateReport } from '../../protocol/gates';
import { FOLLOWS } from '../chosen';
import { Command } from '../contributions';
import { Problem, inBackground, type NextStep } from '../problem';
import { executeCommand } from '../register';
import { writeGate } from './gateFile';
import { runGate } from './gateRun';
import { aliasProblem } from './names';
import { versionName, type VersionNode } from './nodes';
import { tagsOf } from './model';
import { promotedText, reasonProblem, refusalText } from './promotionWords';
import { headlineOf } from '../tracking/model';
import { trustedFirst } from '../trust';
import { toNumber } from '../../wording/formatNumber';

/** Opens the panel of a version at its gate. */
export type ShowReport = (node: VersionNode, report: GateReport | null) => void;

interface Wanted { readonly node: VersionNode; readonly alias: string; /** the version that has the alias, as whoever promotes saw it */ readonly expected: string | null }

/** Asks which alias, runs the gate and moves the alias. @throws CancellationError */
export async function promote(node: VersionNode, showReport: ShowReport): Promise<void> {
  trustedFirst('gates');
  const client = await node.project.connect();
  // The tree goes on being read while one chooses: what counts is what was on screen.
  const held = new Map(node.model.row.aliases.map(({ alias, version }) => [alias, version]));
  const alias = await askAlias(node, held);
  const wanted: Wanted = { node, alias, expected: held.get(alias) ?? null };
  if (wanted.expected === node.row.version) {
    throw new Problem(`${versionName(node)} is ${alias} already.`, [], 'info');
  }
  const before = await client.gates.standing(subjectOf(node));
  if (before.verdict === 'no_gate' || before.verdict === 'passed') {
    await move(wanted, before.verdict === 'passed' ? 'passed' : 'none');
    return;
  }
  const report = await withProgress(node);
  if (report.state === 'stopped') {
    throw new vscode.CancellationError();
  }
  if (report.state === 'passed') {
    await move(wanted, 'passed');
    return;
  }
  throw new Problem(refusalText(versionName(node), alias, report), [
    { title: 'Show report', run: () => showReport(node, report) },
    { title: 'Promote anyway…', run: () => inBackground(async () => promoteAnyway(wanted, report)) },
  ], 'warning');
}

function subjectOf(node: VersionNode): { name: string; version: string; root: string } {
  return { name: node.model.row.name, version: node.row.version, root: node.project.root };
}

/** Champion first: Enter takes it. */
async function askAlias(node: VersionNode, held: ReadonlyMap<string, string>): Promise<string> {
  const names = [Alias.champion, Alias.challenger, ...[...held.keys()].filter((alias) => alias !== Alias.champion && alias !== Alias.challenger)].filter((alias) => held.get(alias) !== node.row.version);
  const items = [...names.map((alias) => ({ alias, label: `$(${alias === Alias.champion ? 'verified-filled' : 'verified'}) ${alias}`, description: held.has(alias) ? `in place of v${held.get(alias)}` : 'nobody has it yet' })), { alias: '', label: '$(add) Another alias…', description: '' }];
  const picked = await vscode.window.showQuickPick(items, { title: `Promote ${versionName(node)} to`, placeHolder: 'Its gate in slipway.yaml is run first' });
  const alias = picked === undefined || picked.alias !== '' ? picked?.alias : await vscode.window.showInputBox({ ...FOLLOWS, title: `Promote ${versionName(node)}`, prompt: 'Name of the alias, without @', validateInput: aliasProblem });
  if (alias === undefined) {
    throw new vscode.CancellationError();
  }
  return alias;
}

async function withProgress(node: VersionNode): Promise<GateReport> {
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: `Gate of ${versionName(node)}`, cancellable: true }, async (progress, token) => {
    const end = new AbortController();
    token.onCancellationRequested(() => end.abort());
    return runGate({ project: node.project, name: node.model.row.name, version: node.row.version }, ({ stage }) => progress.report({ message: stage ?? '' }), end.signal);
  });
}

async function promoteAnyway(wanted: Wanted, report: GateReport): Promise<void> {
  const { node, alias } = wanted;
  const reason = await vscode.window.showInputBox({
    title: `Promote ${versionName(node)} to ${alias} in spite of its gate`, prompt: refusalText(versionName(node), alias, report), placeHolder: 'Why? It is recorded, and cannot be changed later', validateInput: reasonProblem, ignoreFocusOut: true,
  });
  if (reason === undefined) {
    throw new vscode.CancellationError();
  }
  await move(wanted, 'against', reason.trim());
}

/** Moves the alias, unless somebody else was faster or the gate no longer holds. */
async function move(wanted: Wanted, gate: 'passed' | 'against' | 'none', reason?: string): Promise<void> {
  const { node, alias, expected } = wanted;
  const client = await node.project.connect();
  try {
    const { was } = await client.gates.promote({ ...subjectOf(node), alias, expected, ...(reason === undefined ? {} : { reason }) });
    tellMoved(wanted, was, gate);
  } catch (error) {
    if (error instanceof EngineError && error.status === 409) {
      throw new Problem(error.message, [{ title: 'Look again', run: () => executeCommand(Command.refreshModels) }], 'warning');
    }
    throw error;
  }
}

function tellMoved(wanted: Wanted, was: string | null, gate: 'passed' | 'against' | 'none'): void {
  const { node, alias } = wanted;
  const steps: NextStep[] = [
    { title: 'Undo', run: async () => undo(wanted, was) },
    ...(gate === 'none' ? [{ title: 'Write a gate', run: async () => writeGateFor(node) }] : []),
    { title: 'Open', run: () => executeCommand(Command.openVersion, node) },
  ];
  inBackground(async () => {
    const chosen = await vscode.window.showInformationMessage(promotedText(versionName(node), alias, was, gate), ...steps.map(({ title }) => title));
    await steps.find(({ title }) => title === chosen)?.run();
  });
}

/** Gives the alias back, unless it has moved on meanwhile. */
async function undo({ node, alias }: Wanted, was: string | null): Promise<void> {
  const { registry } = await node.project.connect();
  const name = node.model.row.name;
  const holder = ((await registry.model(name)).aliases ?? []).find((one) => one.alias === alias)?.version;
  if (holder !== node.row.version) {
    throw new Problem(`${alias} has moved on to ${holder === undefined ? 'nobody' : `v${holder}`} meanwhile, so nothing was undone.`, [], 'info');
  }
  const reason = `Undo of the promotion of v${node.row.version}`;
  await (was === null ? registry.deleteAlias(name, alias, reason) : registry.setAlias(name, alias, was, reason));
  vscode.window.setStatusBarMessage(`$(check) ${was === null ? `Nobody is ${alias} of ${name}` : `${name}/${was} is ${alias} again`}`, 4000);
}

/** Writes a gate for the model of a version into slipway.yaml. */
export async function writeGateFor(node: VersionNode): Promise<void> {
  const headline = node.row.run === null ? undefined : headlineOf(node.row.run);
  await writeGate(node.project, node.model.row.name, headline === undefined ? undefined : { key: headline.key, value: toNumber(headline.value) }, tagsOf(node));
}
