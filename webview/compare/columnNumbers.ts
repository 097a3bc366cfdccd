/** How the numbers of one column are written: all with the same decimals, so that they can be read down the column. */
import { formatNumber } from '../../src/wording/formatNumber';

const DIGITS = 4;

/**
 * @param min least and greatest finite value of the column
 * @returns writes one of its values
 */
export function columnFormat(min: number, max: number, integers: boolean): (value: number) => string {
  const size = Math.max(Math.abs(min), Math.abs(max));
  if (integers || !Number.isFinite(size) || size < 1e-3 || size >= 1e6) {
    return formatNumber;
  }
  const whole = Math.max(0, Math.floor(Math.log10(size)) + 1);
  const decimals = Math.max(0, DIGITS - whole);
  return (value) => {
    if (!Number.isFinite(value) || (value !== 0 && Math.abs(value) < 10 ** -decimals)) {
      return formatNumber(value);
    }
    return value.toFixed(decimals).replace('-', '−');
  };
}
