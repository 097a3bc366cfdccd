/** Numbers that stand under each other. */
import { formatNumber } from '../../src/wording/formatNumber';

const DIGITS = 4;

/** As `formatNumber`, with trailing zeros where others have more decimals, but never more digits than are known: 0.879 beside 0.8735 is `0.8790`. */
export function alignedNumbers(values: readonly number[]): string[] {
  const words = values.map((value) => formatNumber(value));
  const decimals = Math.max(0, ...words.map(decimalsOf));
  return words.map((word, index) => {
    const value = values[index] as number;
    if (word.includes('e') || !Number.isFinite(value) || Number.isInteger(value)) {
      return word;
    }
    const known = DIGITS - Math.max(1, Math.floor(Math.log10(Math.abs(value))) + 1) + (Math.abs(value) < 1 ? leadingZeros(value) + 1 : 0);
    const wanted = Math.min(decimals, known);
    return decimalsOf(word) >= wanted ? word : `${word}${word.includes('.') ? '' : '.'}${'0'.repeat(wanted - decimalsOf(word))}`;
  });
}

function decimalsOf(word: string): number {
  return word.includes('e') ? 0 : word.split('.')[1]?.length ?? 0;
}

/** Zeros behind the point before the first digit that counts. */
function leadingZeros(value: number): number {
  return Math.max(0, -Math.floor(Math.log10(Math.abs(value))) - 1);
}
