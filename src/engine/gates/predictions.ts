/** A model's answers, whatever shape they come in, as classes or amounts. Pure. */
import { GateProblem } from './gateProblem';
import { amounts, type Cell, type ClassCodes, classText, type Given, inOrder } from './statistics/answers';

/** As Python sends them: a cell per row, or a row of cells, whose columns may have names. */
export interface RawPredictions { readonly columns: readonly string[] | null; readonly rows: readonly (Cell | readonly Cell[])[] }

/** Names of the column that holds the answer where a model says more than that. */
const ANSWER_COLUMNS = ['prediction', 'predictions', 'predicted', 'predicted_label', 'label'];

export interface Expected {
  readonly task: 'classification' | 'regression';
  /** column of the true answers */
  readonly label: string;
  /** classes that the data have */
  readonly labels: readonly string[];
  readonly codes: ClassCodes;
}

/**
 * Classes: an answer that is a class is taken as it is. Of several columns the one named like the label, or "prediction", is the answer;
 * else, with a column per class, the greatest value decides. A fraction between 0 and 1 for two classes is the probability of the
 * greater one, which 0.5 decides.
 * @param who "iris v3"
 * @throws GateProblem when the answers can't be understood
 */
export function givenOf(raw: RawPredictions, expected: Expected, who: string): Given {
  const { task, codes } = expected;
  const cells = singleCells(raw, expected.label);
  if (task === 'regression') {
    if (cells === undefined) {
      throw new GateProblem(`${who} answers with ${widthOf(raw)} values per row, where one amount is needed. Log a model whose predict gives the one value that "${expected.label}" holds.`);
    }
    return amounts(cells);
  }
  const classes = cells === undefined ? greatest(raw, expected, who) : fromProbabilities(cells, expected);
  mustBeOfOneKind(classes, expected, who);
  return codes.codes(classes);
}

function singleCells({ columns, rows }: RawPredictions, label: string): readonly Cell[] | undefined {
  if (rows.every((row) => !Array.isArray(row))) {
    return rows as readonly Cell[];
  }
  const at = [label, ...ANSWER_COLUMNS].map((name) => columns?.indexOf(name) ?? -1).find((index) => index >= 0);
  return at === undefined ? undefined : rows.map((row) => (row as readonly Cell[])[at] ?? null);
}

function widthOf({ columns, rows }: RawPredictions): number {
  return columns?.length ?? (rows[0] as readonly Cell[]).length;
}

function greatest(raw: RawPredictions, { labels, label }: Expected, who: string): Cell[] {
  const width = widthOf(raw);
  const ordered = inOrder(labels);
  // Names that are classes say which column is whose; 0, 1, 2, … do where classes are counted from 0.
  const classes = raw.columns !== null && labels.every((text) => raw.columns?.includes(text)) ? raw.columns : width === ordered.length ? ordered : undefined;
  if (classes === undefined) {
    throw new GateProblem(`${who} answers with ${width} values per row, and "${label}" has ${labels.length} classes. Log a model that answers with the class, or with one value per class.`);
  }
  return raw.rows.map((row) => {
    const values = (row as readonly Cell[]).map(Number);
    const most = Math.max(...values);
    return Number.isNaN(most) ? null : classes[values.indexOf(most)] ?? null;
  });
}

function fromProbabilities(cells: readonly Cell[], { labels }: Expected): readonly Cell[] {
  const numbers = cells.filter((cell) => typeof cell === 'number');
  const probable = labels.length === 2 && numbers.length > 0 && numbers.every((value) => value >= 0 && value <= 1) && numbers.some((value) => !Number.isInteger(value));
  if (!probable || numbers.some((value) => labels.includes(classText(value)) && !Number.isInteger(value))) {
    return cells;
  }
  const [lesser = '', greater = ''] = inOrder(labels);
  return cells.map((cell) => (typeof cell === 'number' ? (cell >= 0.5 ? greater : lesser) : null));
}

/** Numbers for texts, or the other way, are no wrong answers but another language. */
function mustBeOfOneKind(cells: readonly Cell[], { labels, label }: Expected, who: string): void {
  const answered = [...new Set(cells.filter((cell) => cell !== null).map(classText))];
  const numeric = (texts: readonly string[]): boolean => texts.every((text) => text !== '' && !Number.isNaN(Number(text)));
  if (answered.length > 0 && !answered.some((text) => labels.includes(text)) && numeric(answered) !== numeric(labels)) {
    throw new GateProblem(`${who} answers ${few(answered)}, and "${label}" holds ${few(labels)}: no answer can be right. Write the labels as the model answers them, or log a model that answers as they are written.`);
  }
}

function few(texts: readonly string[]): string {
  return texts.slice(0, 3).map((text) => `"${text}"`).join(', ') + (texts.length > 3 ? ', …' : '');
}
