/** Texts with a cursor in them, and a project that has names. */
import { treeOf } from '../../../src/language/tree';
import type { ExistingNames } from '../../../src/language/names';
import type { Surroundings } from '../../../src/language/existing';
import { completionsAt, type Completion } from '../../../src/language/completion';

/** `‸` is the cursor. */
export function cursor(marked: string): { text: string; offset: number } {
  const offset = marked.indexOf('‸');
  return { text: marked.replace('‸', ''), offset };
}

const names: ExistingNames = {
  models: [{ name: 'iris', aliases: [{ alias: 'champion', version: '3' }, { alias: 'challenger', version: '4' }] }, { name: 'churn', aliases: [] }],
  experiments: ['iris', 'churn sweep'], metrics: ['val_loss', 'my_cost'], versions: [], modelMetrics: [],
};

/** What an engine with two models would say. */
export function around(text: string, folder = '/nowhere'): Surroundings {
  return { tree: treeOf(text), folder, ask: async (model) => (model === 'iris' ? { ...names, versions: ['4', '3'], modelMetrics: ['auc'] } : names) };
}

/** Completions at the cursor. */
export async function complete(marked: string, folder?: string): Promise<Completion[]> {
  const { text, offset } = cursor(marked);
  return completionsAt(text, offset, around(text, folder));
}

/** The text after the completion of this label was chosen, its snippet places left empty. */
export async function choose(marked: string, label: string): Promise<string> {
  const { text } = cursor(marked);
  const chosen = (await complete(marked)).find((one) => one.label === label);
  return chosen === undefined ? `no "${label}"` : text.slice(0, chosen.span.from) + chosen.insert.replaceAll(/\$\d/g, '') + text.slice(chosen.span.to);
}
