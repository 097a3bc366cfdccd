/** The filter's quick pick: type MLflow's language, or choose what can come next. */
import * as vscode from 'vscode';
import { EngineError } from '../../connection/engineError';
import { formatNumber, toNumber } from '../../wording/formatNumber';
import { inBackground, sentenceOf } from '../problem';
import type { State } from '../state';
import { problemItem } from './filterProblem';
import { suggest, type Vocabulary } from './filterSuggestions';
import type { RunNode } from './nodes';
import type { ExperimentsTree } from './tree';

interface FilterItem extends vscode.QuickPickItem {
  /** What the filter becomes when this is chosen; undefined: apply what is typed. */
  readonly text?: string;
}

const KEYS = 100;
const VALUES = 8;

/** Asks for a filter and applies it; a text that the engine cannot read stays in the pick, with the engine's own words below it. */
export async function pickFilter(tree: ExperimentsTree, state: State): Promise<void> {
  const vocabulary = vocabularyOf(tree);
  const pick = vscode.window.createQuickPick<FilterItem>();
  let problem: string | undefined;
  const offer = (): void => { pick.items = itemsOf(pick.value, vocabulary, state.recentFilters, problem); };
  pick.title = 'Filter runs';
  pick.placeholder = 'metrics.auc > 0.9 AND params.model = \'forest\'';
  pick.value = state.filter;
  pick.ignoreFocusOut = true;
  offer();
  await new Promise<void>((resolve, reject) => {
    pick.onDidChangeValue(() => { problem = undefined; offer(); });
    pick.onDidHide(() => { resolve(); pick.dispose(); });
    pick.onDidAccept(() => {
      const [item] = pick.selectedItems;
      if (item?.text !== undefined && item.text !== pick.value) {
        pick.value = item.text;
        problem = undefined;
        offer();
        return;
      }
      const filter = pick.value.trim();
      pick.busy = true;
      inBackground(async () => {
        problem = await check(tree, filter);
        pick.busy = false;
        if (problem !== undefined) {
          offer();
          return;
        }
        await state.setFilter(filter);
        if (filter !== '') {
          await state.addRecentFilter(filter);
        }
        tree.refresh();
        pick.hide();
      }, (failure) => { reject(failure instanceof Error ? failure : new Error(String(failure))); pick.hide(); });
    });
    pick.show();
  });
}

/** The engine is the one that knows the language: a first page of one run tells whether it can read the text. */
async function check(tree: ExperimentsTree, filter: string): Promise<string | undefined> {
  const [experiment] = tree.experiments;
  if (filter === '' || experiment === undefined) {
    return undefined;
  }
  try {
    await (await experiment.project.connect()).runRows({ experiment_id: experiment.summary.experiment_id, filter, max_results: 1 });
    return undefined;
  } catch (error) {
    if (error instanceof EngineError && error.status < 500) {
      return sentenceOf(error);
    }
    throw error;
  }
}

function itemsOf(text: string, vocabulary: Vocabulary, recent: readonly string[], problem: string | undefined): FilterItem[] {
  const apply: FilterItem = problem === undefined
    ? { label: text.trim() === '' ? '$(clear-all) Show all runs' : '$(filter) Apply filter', ...(text.trim() === '' ? {} : { description: text.trim() }), alwaysShow: true }
    : { ...problemItem(problem), alwaysShow: true };
  const next = suggest(text, vocabulary).map((suggestion): FilterItem => ({ label: suggestion.label, description: suggestion.detail, text: suggestion.text, alwaysShow: true }));
  const earlier = text.trim() === '' ? recent.map((filter): FilterItem => ({ label: filter, iconPath: new vscode.ThemeIcon('history'), text: filter, alwaysShow: true })) : [];
  return [
    apply,
    ...(earlier.length === 0 ? [] : [{ label: 'recent', kind: vscode.QuickPickItemKind.Separator }, ...earlier]),
    ...(next.length === 0 ? [] : [{ label: 'continue with', kind: vscode.QuickPickItemKind.Separator }, ...next]),
  ];
}

function vocabularyOf(tree: ExperimentsTree): Vocabulary {
  const runs = tree.shownRuns;
  const params: Record<string, string[]> = {};
  for (const { key, value } of runs.flatMap((node) => node.row.params)) {
    const values = (params[key] ??= []);
    if (!values.includes(value) && values.length < VALUES) {
      values.push(value);
    }
  }
  const metrics = [...new Set([...tree.experiments.flatMap((node) => node.summary.metric_keys), ...runs.flatMap((node) => node.row.metrics.map((metric) => metric.key))])];
  return { metrics: metrics.slice(0, KEYS), params, metricValues: Object.fromEntries(metrics.map((key) => [key, typicalValues(runs, key)])) };
}

/** Median, quartiles and extremes: what a threshold is most likely set to. */
function typicalValues(runs: readonly RunNode[], key: string): number[] {
  const values = runs.flatMap((node) => node.row.metrics.filter((metric) => metric.key === key).map((metric) => toNumber(metric.value)))
    .filter((value) => Number.isFinite(value)).toSorted((a, b) => a - b);
  const places = [0.5, 0.75, 0.25, 0, 1].map((part) => values[Math.round((values.length - 1) * part)]);
  const typed = places.flatMap((value) => value === undefined ? [] : [Number(formatNumber(value).replace('−', '-'))]);
  return [...new Set(typed.filter((value) => Number.isFinite(value)))];
}
