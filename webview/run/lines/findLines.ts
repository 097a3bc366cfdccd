/** Searching in lines of text. */

export interface Piece { readonly text: string; readonly hit: boolean }

/** Places of the lines that have `wanted` in them, in any case; none for an empty search. */
export function findLines(lines: readonly string[], wanted: string): number[] {
  const low = wanted.toLowerCase();
  return low === '' ? [] : lines.flatMap((line, at) => (line.toLowerCase().includes(low) ? [at] : []));
}

/** A line cut at the places where `wanted` stands. */
export function piecesOf(line: string, wanted: string): Piece[] {
  const low = wanted.toLowerCase();
  const lowLine = line.toLowerCase();
  // Lower case of some letters is longer than they are; then places would not fit.
  if (low === '' || lowLine.length !== line.length) {
    return [{ text: line, hit: false }];
  }
  const pieces: Piece[] = [];
  let from = 0;
  for (let at = lowLine.indexOf(low); at >= 0; at = lowLine.indexOf(low, from)) {
    pieces.push({ text: line.slice(from, at), hit: false }, { text: line.slice(at, at + low.length), hit: true });
    from = at + low.length;
  }
  return [...pieces, { text: line.slice(from), hit: false }].filter(({ text }) => text !== '');
}

/** The next hit after `current` in a direction, round the end; undefined without any. */
export function nextHit(hits: readonly number[], current: number | undefined, direction: 1 | -1): number | undefined {
  if (current === undefined) {
    return direction === 1 ? hits[0] : hits.at(-1);
  }
  return direction === 1 ? hits.find((hit) => hit > current) ?? hits[0] : hits.findLast((hit) => hit < current) ?? hits.at(-1);
}
