/** The numbers behind a chart of curves, a row for each run. */
import type { Band, Curve } from '../../src/protocol/table';
import { formatNumber, toNumber } from '../../src/wording/formatNumber';
import type { CurvesData } from './curvesModel';
import type { NumbersTableProps } from './numbersTable';

export function curvesNumbers({ metric, looks, curves, band }: CurvesData): NumbersTableProps {
  const names = new Map(looks.map(({ run_id, name }) => [run_id, name]));
  const rows = curves.map((curve) => ({ id: curve.run_id, name: names.get(curve.run_id) ?? curve.run_id, cells: cellsOf(curve) }));
  return {
    caption: `Numbers of ${metric}`,
    columns: ['points', 'first', 'least', 'greatest', 'last', 'last step'],
    rows: band === undefined ? rows : [{ id: 'band', name: 'all runs, at the end', cells: bandCells(band) }, ...rows],
  };
}

function cellsOf({ value, step, total }: Curve): string[] {
  let [least, greatest] = [Infinity, -Infinity];
  for (const word of value) {
    const number = toNumber(word);
    if (Number.isFinite(number)) {
      least = Math.min(least, number);
      greatest = Math.max(greatest, number);
    }
  }
  const say = (number: number | string | undefined): string => (number === undefined ? '–' : formatNumber(toNumber(number)));
  return [total.toLocaleString('en-US'), say(value[0]), least <= greatest ? say(least) : '–', least <= greatest ? say(greatest) : '–', say(value.at(-1)), say(step.at(-1))];
}

function bandCells({ x, min, max, median, runs }: Band): string[] {
  const last = x.length - 1;
  const say = (values: readonly number[]): string => (values[last] === undefined ? '–' : formatNumber(values[last]));
  return [`${say(runs)} runs`, '–', say(min), say(max), `median ${say(median)}`, say(x)];
}
