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

/** Where a bar stands, in percent of the room. */
export function barOf(value: number, [from, to]: Range): { readonly left: number; readonly width: number } {
  const share = (at: number): number => (Math.min(to, Math.max(from, at)) - from) / (to - from) * 100;
  const [zero, end] = [share(0), share(value)];
  return { left: Math.min(zero, end), width: Math.max(0.3, Math.abs(end - zero)) };
}
