// Traffic out of nothing: 20 columns that stay as they are, or of which some move at a time; and answers that are wrong now and then. Seeded.
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Numbers from 0 to 1, 1 excluded. */
export function randomFrom(seed) {
  const random = xoroshiro128plus(seed);
  return () => (random.next() >>> 0) / 2 ** 32;
}

function normal(random) {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Sixteen columns of numbers, four of categories; `moved` is 0 for a column that has not moved. */
const COLUMNS = [
  ...Array.from({ length: 8 }, () => ({ type: 'num', draw: (random, moved) => normal(random) + moved })),
  ...Array.from({ length: 4 }, () => ({ type: 'num', draw: (random, moved) => Math.exp(normal(random) + moved) })),
  ...Array.from({ length: 4 }, () => ({ type: 'num', draw: (random, moved) => Math.floor(30 * random() + 6 * moved) })),
  ...[2, 3, 5, 12].map((count) => ({ type: 'cat', draw: (random, moved) => Math.floor(count * random() ** (1 + moved)) })),
];

/** By column: its type and its values. @param moved how far the first two columns of numbers and the first of categories have gone, in standard deviations */
export function traffic(random, rows, moved) {
  return COLUMNS.map(({ type, draw }, at) => ({ type, values: Array.from({ length: rows }, () => draw(random, [0, 8, 16].includes(at) ? moved : 0)) }));
}

/** 1 for a wrong answer. */
export function errors(random, shares, each) {
  return shares.flatMap((share) => Array.from({ length: each }, () => (random() < share ? 1 : 0)));
}
