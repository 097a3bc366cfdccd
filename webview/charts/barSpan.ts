/** How long bars are. */
import type { Range } from './scale';

/** From where to where bars of these values go: 0 is in it, or the least value a little from its begin. Infinities take no room. */
export function barSpan(values: readonly number[], from: 'zero' | 'least'): Range {
  const finite = values.filter((value) => Number.isFinite(value));
  const [least, greatest] = [Math.min(...finite), Math.max(...finite)];
  if (finite.length === 0) {
    return [0, 1];
  }
  if (from === 'least' && greatest > least) {
    return [least - (greatest - least) * 0.1, greatest];
  }
  const span: Range = [Math.min(0, least), Math.max(0, greatest)];
  return span[0] === span[1] ? [0, 1] : span;
}
