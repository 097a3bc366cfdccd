/** The language server of slipway.yaml: a process of its own that speaks the language server protocol. Knows neither VS Code nor an engine. */
import { access } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { CompletionItemKind, CodeActionKind, createConnection, DiagnosticSeverity, FileChangeType, InsertTextFormat, MarkupKind, ProposedFeatures, SymbolKind, TextDocuments, TextDocumentSyncKind, type CodeAction, type CompletionItem, type Diagnostic, type DocumentSymbol, type Range } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { parseProjectFile } from '../projectFile/parse';
import type { FileProblem } from '../projectFile/problem';
import { completionsAt, type Completion } from './completion';
import { dataFaults, schemaWithoutColumns } from './dataFaults';
import { hoverAt } from './hover';
import { NAMES_REQUEST, noNames, type AskNames, type ExistingNames, type NamesRequest } from './names';
import { fileAt, outlineOf, targetsOf, type Outline } from './outline';
import { fixesFor } from './quickFixes';
import { treeOf, type Span, type Tree } from './tree';

const SOURCE = 'slipway';
/** The editor's own words for what a choice of a completion or a click does. */
const SUGGEST_MORE = { title: 'Suggest', command: 'editor.action.triggerSuggest' };
const TRAIN = 'slipway.train';
const SUGGEST_SCHEMA = 'slipway.data.suggestSchema';
const KINDS = { property: CompletionItemKind.Property, choice: CompletionItemKind.EnumMember, name: CompletionItemKind.Value };
const SYMBOLS = { section: SymbolKind.Namespace, target: SymbolKind.Function, gate: SymbolKind.Interface, deployment: SymbolKind.Object, field: SymbolKind.Field };
/** Characters from which on a check takes longer than a letter. */
const LONG = 20_000;
/** In ms. */
const PAUSE = 200;

const connection = createConnection(ProposedFeatures.all);
const documents = new TextDocuments(TextDocument);
/** The tree of the version that was last asked about: several questions come for each. */
const trees = new WeakMap<TextDocument, { readonly version: number; readonly tree: Tree }>();
/** Long files that wait for the typing to pause, by URI. */
const waiting = new Map<string, NodeJS.Timeout>();

connection.onInitialize(() => ({
  capabilities: {
    textDocumentSync: TextDocumentSyncKind.Incremental,
    completionProvider: { triggerCharacters: [' ', ':', '@', '/', '-'] },
    hoverProvider: true, documentSymbolProvider: true, definitionProvider: true, codeLensProvider: {}, codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
  },
}));

// A long file is checked when the typing pauses: what completes must not wait for the checks of every letter.
documents.onDidChangeContent(({ document: { uri } }) => {
  clearTimeout(waiting.get(uri));
  const document = documents.get(uri);
  if (document !== undefined && document.getText().length > LONG) {
    waiting.set(uri, setTimeout(() => check(uri), PAUSE));
  } else {
    check(uri);
  }
});
documents.onDidClose(({ document: { uri } }) => {
  clearTimeout(waiting.get(uri));
  waiting.delete(uri);
  void connection.sendDiagnostics({ uri, diagnostics: [] });
});
// The editor keeps the text of a deleted file for minutes.
connection.onDidChangeWatchedFiles(({ changes }) => changes.filter(({ type }) => type === FileChangeType.Deleted).forEach(({ uri }) => void connection.sendDiagnostics({ uri, diagnostics: [] })));

connection.onCompletion(async ({ textDocument, position }) => {
  const document = documents.get(textDocument.uri);
  if (document === undefined) {
    return [];
  }
  const found = await completionsAt(document.getText(), document.offsetAt(position), { tree: treeFor(document), folder: folderOf(document.uri), ask: askFor(document.uri) });
  return found.map((completion, index) => itemOf(document, completion, index));
});

connection.onHover(async ({ textDocument, position }) => {
  const document = documents.get(textDocument.uri);
  const hover = document === undefined ? undefined : await hoverAt(treeFor(document), document.offsetAt(position), askFor(document.uri));
  return document === undefined || hover === undefined ? null : { contents: { kind: MarkupKind.Markdown, value: hover.markdown }, range: rangeOf(document, hover.span) };
});

connection.onDocumentSymbol(({ textDocument }) => {
  const document = documents.get(textDocument.uri);
  return document === undefined ? [] : outlineOf(treeFor(document)).map((outline) => symbolOf(document, outline));
});

connection.onDefinition(async ({ textDocument, position }) => {
  const document = documents.get(textDocument.uri);
  const named = document === undefined ? undefined : fileAt(treeFor(document), document.getText(), document.offsetAt(position), folderOf(document.uri));
  if (document === undefined || named === undefined || !await exists(named.file)) {
    return null;
  }
  const start = { line: 0, character: 0 };
  return [{ originSelectionRange: rangeOf(document, named.span), targetUri: pathToFileURL(named.file).href, targetRange: { start, end: start }, targetSelectionRange: { start, end: start } }];
});

connection.onCodeLens(({ textDocument }) => {
  const document = documents.get(textDocument.uri);
  return document === undefined ? [] : targetsOf(treeFor(document)).map(({ name, span }) => ({
    range: rangeOf(document, span), command: { title: 'Train', command: TRAIN, arguments: [{ fsPath: fileURLToPath(document.uri), target: name }] },
  }));
});

connection.onCodeAction(({ textDocument, context }): CodeAction[] => {
  const document = documents.get(textDocument.uri);
  return document === undefined ? [] : context.diagnostics.filter(({ source }) => source === SOURCE).flatMap((diagnostic) => {
    const span = { from: document.offsetAt(diagnostic.range.start), to: document.offsetAt(diagnostic.range.end) };
    const lacking = schemaWithoutColumns(treeFor(document), span);
    const suggest: CodeAction[] = lacking === undefined ? [] : [{
      title: `Suggest the columns from ${lacking.file}`, kind: CodeActionKind.QuickFix, isPreferred: true, diagnostics: [diagnostic],
      command: { title: 'Suggest the columns', command: SUGGEST_SCHEMA, arguments: [{ fsPath: path.resolve(folderOf(document.uri), lacking.file), schema: lacking.name, folder: folderOf(document.uri) }] },
    }];
    const fixes = fixesFor(document.getText(), diagnostic.data as Pick<FileProblem, 'instead' | 'code'>, span).map(({ title, edits, preferred }): CodeAction => ({
      title, kind: CodeActionKind.QuickFix, isPreferred: preferred && suggest.length === 0, diagnostics: [diagnostic],
      edit: { changes: { [document.uri]: edits.map(({ span: at, text }) => ({ range: rangeOf(document, at), newText: text })) } },
    }));
    return [...suggest, ...fixes];
  });
});

function check(uri: string): void {
  waiting.delete(uri);
  const document = documents.get(uri);
  if (document !== undefined) {
    const diagnostics = parseProjectFile(document.getText()).problems.map(diagnosticOf);
    void connection.sendDiagnostics({ uri, version: document.version, diagnostics });
    void checkFiles(document, diagnostics);
  }
}

/** What the files that it names say against it comes when they have been read, if nothing was typed meanwhile. */
async function checkFiles(document: TextDocument, known: readonly Diagnostic[]): Promise<void> {
  const { uri, version } = document;
  const faults = await dataFaults(treeFor(document), folderOf(uri));
  if (faults.length > 0 && documents.get(uri)?.version === version) {
    const found = faults.map(({ span, message, instead }): Diagnostic => ({ range: rangeOf(document, span), message, source: SOURCE, severity: DiagnosticSeverity.Warning, data: { instead } }));
    void connection.sendDiagnostics({ uri, version, diagnostics: [...known, ...found] });
  }
}

function diagnosticOf({ line, column, endLine, endColumn, severity, message, instead, code }: FileProblem): Diagnostic {
  return {
    range: { start: { line, character: column }, end: { line: endLine, character: endColumn } }, message, source: SOURCE,
    severity: severity === 'error' ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning, data: { instead, code },
  };
}

function itemOf(document: TextDocument, { label, kind, detail, documentation, insert, span, more }: Completion, index: number): CompletionItem {
  return {
    label, kind: KINDS[kind], labelDetails: { description: detail }, ...(documentation === undefined ? {} : { documentation: { kind: MarkupKind.Markdown, value: documentation } }),
    sortText: String(index).padStart(5, '0'), insertTextFormat: InsertTextFormat.Snippet,
    textEdit: { range: rangeOf(document, span), newText: insert },
    // What is typed may begin with a quote or a part that the label has not; the editor filters by the replaced text.
    filterText: label, ...(more ? { command: SUGGEST_MORE } : {}),
  };
}

function symbolOf(document: TextDocument, { name, detail, kind, nameSpan, span, below }: Outline): DocumentSymbol {
  return { name, detail, kind: SYMBOLS[kind], range: rangeOf(document, span), selectionRange: rangeOf(document, nameSpan), children: below.map((one) => symbolOf(document, one)) };
}

function treeFor(document: TextDocument): Tree {
  const kept = trees.get(document);
  if (kept?.version === document.version) {
    return kept.tree;
  }
  const tree = treeOf(document.getText());
  trees.set(document, { version: document.version, tree });
  return tree;
}

function askFor(uri: string): AskNames {
  return async (model) => {
    const request: NamesRequest = { uri, ...(model === undefined ? {} : { model }) };
    try {
      return await connection.sendRequest<ExistingNames>(NAMES_REQUEST, request);
    } catch {
      return noNames; // an editor without an engine, or another editor: the schema's own words are offered all the same
    }
  };
}

function folderOf(uri: string): string {
  return path.dirname(fileURLToPath(uri));
}

function rangeOf(document: TextDocument, { from, to }: Span): Range {
  return { start: document.positionAt(from), end: document.positionAt(to) };
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(() => true, () => false);
}

documents.listen(connection);
connection.listen();
