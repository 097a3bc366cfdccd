// workspace: iris
/** slipway.yaml in the editor: what is wrong is underlined, what exists completes, what can be trained trains. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { EngineClient } from '../../src/connection/engineClient';
import type { Slipway } from '../../src/extension';
import { registerChurn } from '../builders/models';
import { logRun } from '../builders/runs';
import { eventually, folder, ready, slipway } from './window';

suite('slipway.yaml', () => {
  let window: Slipway;

  suiteSetup(async () => {
    window = await slipway();
    const { project } = await ready(window);
    assert.ok(project.address);
    // A client of this bundle, whose errors are of the class that the builder knows.
    const engine = new EngineClient(project.address);
    await registerChurn(engine);
    engine.close();
  });

  teardown(async () => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  /** Opens `within/slipway.yaml` with this text; `‸` is where the cursor would be. */
  async function open(marked: string, within = '.'): Promise<{ document: vscode.TextDocument; cursor: vscode.Position }> {
    const offset = marked.indexOf('‸');
    const file = path.join(folder().uri.fsPath, within, 'slipway.yaml');
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, marked.replace('‸', ''));
    const document = await vscode.workspace.openTextDocument(file);
    await vscode.window.showTextDocument(document);
    // A text that was open before is read again when its file changes, which takes the editor a moment.
    await eventually(vscode.workspace.onDidChangeTextDocument, () => (document.getText() === marked.replace('‸', '') ? true : undefined));
    return { document, cursor: document.positionAt(Math.max(0, offset)) };
  }

  async function problems(document: vscode.TextDocument, holds: (messages: readonly string[]) => boolean): Promise<vscode.Diagnostic[]> {
    return eventually(vscode.languages.onDidChangeDiagnostics, () => {
      const found = vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'slipway');
      return holds(found.map(({ message }) => message)) ? found : undefined;
    });
  }

  async function complete(document: vscode.TextDocument, cursor: vscode.Position): Promise<string[]> {
    const { items } = await vscode.commands.executeCommand<vscode.CompletionList>('vscode.executeCompletionItemProvider', document.uri, cursor);
    return items.map(({ label }) => (typeof label === 'string' ? label : label.label));
  }

  test('a fault is underlined where it stands, and a fix mends it', async () => {
    const { document } = await open('gates:\n  churn:\n    metric:\n      auc: { min: 0.9 }\n', 'faults');
    const [fault] = await problems(document, (messages) => messages.length === 1);
    assert.ok(fault);
    assert.equal(fault.message, '"gates.churn" knows no "metric". Did you mean "metrics"?');
    assert.deepEqual([fault.range.start.line, fault.range.start.character, fault.range.end.character], [2, 4, 10]);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', document.uri, fault.range);
    const fix = actions.find(({ title }) => title === 'Change to "metrics"');
    assert.ok(fix?.edit);
    await vscode.workspace.applyEdit(fix.edit);
    await problems(document, (messages) => messages.length === 0);
    assert.match(document.getText(), /^ {4}metrics:$/m);
    await document.save();
  });

  test('problems go with the file', async () => {
    const { document } = await open('sweeps: {}\n', 'gone');
    await problems(document, (messages) => messages.length === 1);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(document.uri);
    await problems(document, (messages) => messages.length === 0);
  });

  test('100 kB are checked too, and complete meanwhile', async () => {
    const { document, cursor } = await open(`metrics:\n${Array.from({ length: 5000 }, (_, index) => `  metric_of_some_length_${index}: lower`).join('\n')}\n  one_more: lowr\n‸\n`, 'long');
    assert.deepEqual(await complete(document, cursor), ['data', 'train', 'gates', 'deployments', 'monitors', 'retrain']);
    const [fault] = await problems(document, (messages) => messages.length === 1);
    assert.equal(fault?.range.start.line, 5001);
  });

  test('registered models, their metrics and aliases complete, in a text that does not parse', async () => {
    const models = await open('train:\n  a:\n    command: "python train.py\n\ngates:\n  ch‸\n', 'models');
    assert.ok((await complete(models.document, models.cursor)).includes('churn'));
    const metrics = await open('gates:\n  churn:\n    metrics:\n      ‸\n', 'metrics');
    assert.equal((await complete(metrics.document, metrics.cursor))[0], 'auc');
    const versions = await open('deployments:\n  api:\n    model: churn@‸\n', 'versions');
    const offered = await complete(versions.document, versions.cursor);
    assert.ok(['churn@champion', 'churn@challenger', 'churn/3', 'churn/1'].every((name) => offered.includes(name)), offered.join(' '));
  });

  test('names of the schema complete, those that must stand first', async () => {
    const { document, cursor } = await open('train:\n  iris:\n    ‸\n', 'names');
    assert.deepEqual((await complete(document, cursor)).slice(0, 3), ['command', 'folder', 'validate']);
  });

  test('a hover says what a name means, and what a model is now', async () => {
    const { document } = await open('gates:\n  churn: { pickle: warn }\n', 'hovers');
    const said = async (line: number, character: number): Promise<string> => (await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, new vscode.Position(line, character)))
      .flatMap(({ contents }) => contents.map((content) => (typeof content === 'string' ? content : content.value))).join('\n');
    assert.match(await said(1, 12), /holds a pickle, which runs code when it is loaded/);
    assert.match(await said(1, 4), /`@champion` version 1/);
  });

  test('the outline names targets and gates; the command leads to its script', async () => {
    const { document } = await open('train:\n  iris:\n    command: python train.py\ngates:\n  churn: { pickle: warn }\n');
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>('vscode.executeDocumentSymbolProvider', document.uri);
    assert.deepEqual(symbols.map(({ name, children }) => [name, children.map((child) => child.name)]), [['train', ['iris']], ['gates', ['churn']]]);
    const [script] = await vscode.commands.executeCommand<(vscode.LocationLink | vscode.Location)[]>('vscode.executeDefinitionProvider', document.uri, new vscode.Position(2, 24));
    assert.ok(script);
    assert.equal(('targetUri' in script ? script.targetUri : script.uri).fsPath, path.join(folder().uri.fsPath, 'train.py'));
  });

  test('a train target has a lens that starts it, as a run of its experiment', async function target() {
    this.timeout(120_000);
    const python = process.env['SLIPWAY_TEST_PYTHON'];
    assert.ok(python, 'npm test names a Python that has mlflow');
    await vscode.workspace.getConfiguration('slipway').update('train.python', python, vscode.ConfigurationTarget.Workspace);
    mkdirSync(path.join(folder().uri.fsPath, 'steps'), { recursive: true });
    writeFileSync(path.join(folder().uri.fsPath, 'steps', 'count.py'), "import sys\nprint('counted', sys.argv[1:])\n");
    const { document } = await open('train:\n  count:\n    command: python count.py --to "3 4"\n    folder: steps\n    experiment: counting\n');
    const [lens] = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 1);
    assert.deepEqual([lens?.command?.title, lens?.range.start.line], ['Train', 1]);
    const id = await vscode.commands.executeCommand<string>(lens?.command?.command ?? '', ...lens?.command?.arguments as unknown[]);
    const job = await window.jobs.ended(id);
    assert.equal(job.state, 'finished', job.failure ?? '');
    assert.deepEqual([job.source, job.cwd], [path.join(folder().uri.fsPath, 'steps', 'count.py'), path.join(folder().uri.fsPath, 'steps')]);
    const { client } = await ready(window);
    assert.equal((await client.experiment(job.experiment_id ?? '')).name, 'counting');
    assert.match((await client.artifact(job.run_ids[0] ?? '', 'slipway/log.txt')).toString(), /counted \['--to', '3 4'\]/);
  });

  test('lists follow what the file says of a metric, as soon as it is saved', async () => {
    const { project } = await ready(window);
    assert.ok(project.address);
    const engine = new EngineClient(project.address);
    await logRun(engine, { experiment: 'costs', name: 'cheap', metrics: { my_cost: 3 } });
    engine.close();
    const line = async (holds: (description: string) => boolean): Promise<string> => eventually(window.tree.onDidChangeTreeData, async () => {
      const node = (await window.tree.getChildren()).find((one) => one.kind === 'experiment' && one.summary.name === 'costs');
      const description = node === undefined ? undefined : window.tree.getTreeItem(node).description;
      return typeof description === 'string' && holds(description) ? description : undefined;
    });
    await line((description) => description.includes('1 run') && !description.includes('best'));
    await open('metrics:\n  my_cost: lower\n');
    assert.match(await line((description) => description.includes('best')), /best my_cost 3/);
  });
});
