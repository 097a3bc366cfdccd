/** MLflow's order language: `[entity.]key [ASC|DESC]`. */
import { tokenize, wrongAt } from './tokens';

export interface OrderTerm {
  readonly entity: string | undefined;
  readonly key: string;
  readonly ascending: boolean;
  /** the text it came from, for messages */
  readonly text: string;
}

/** @throws MlflowError 400 that points at what is wrong */
export function parseOrderTerm(text: string): OrderTerm {
  const tokens = tokenize(text, 'order_by');
  const parts: string[] = [];
  let position = 0;
  let direction: string | undefined;
  for (let token = tokens[position]; token !== undefined && token.kind !== 'end'; token = tokens[position]) {
    const expectsPart = parts.length === 0 || tokens[position - 1]?.kind === 'dot';
    if (expectsPart && (token.kind === 'word' || token.kind === 'quoted' || token.kind === 'number')) {
      parts.push(token.text);
    } else if (!expectsPart && token.kind === 'dot') {
      position += 1;
      continue;
    } else if (!expectsPart && direction === undefined && token.kind === 'word' && /^(asc|desc)$/i.test(token.text)) {
      direction = token.text.toLowerCase();
    } else {
      throw wrongAt('order_by', text, token.at, `Invalid order_by clause '${text}'. Could not be parsed: write a key and ASC or DESC, for example metrics.accuracy DESC`);
    }
    position += 1;
  }
  const [first, ...rest] = parts;
  if (first === undefined || (rest.length === 0 && tokens.some((token) => token.kind === 'dot'))) {
    throw wrongAt('order_by', text, text.length, `Invalid order_by clause '${text}'. Could not be parsed: a key is missing`);
  }
  return { entity: rest.length === 0 ? undefined : first, key: rest.length === 0 ? first : rest.join('.'), ascending: direction !== 'desc', text };
}
