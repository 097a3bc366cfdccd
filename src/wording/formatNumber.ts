/** Numbers as people read them: four significant digits; the full value is for tooltips and copying. */
import type { WireNumber } from '../protocol/mlflow';

const DIGITS = 4;
const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 3 });

/**
 * Four significant digits, without trailing noise: 0.9137 → `0.9137`, 12345.6 → `12346`, 0.00001234 → `1.234e-5`, `NaN` → `NaN`.
 * Integers up to nine digits stay whole, because 1000 epochs are not 1.000e+3.
 */
export function formatNumber(value: WireNumber): string {
  const number = toNumber(value);
  if (Number.isNaN(number)) {
    return 'NaN';
  }
  if (!Number.isFinite(number)) {
    return number > 0 ? '∞' : '−∞';
  }
  const size = Math.abs(number);
  if (Number.isInteger(number) && size < 1e9) {
    return minus(String(number));
  }
  if (size !== 0 && (size < 1e-4 || size >= 1e9)) {
    const [mantissa = '', exponent = ''] = number.toExponential(DIGITS - 1).split('e');
    return minus(`${trimZeros(mantissa)}e${exponent.replace('+', '')}`);
  }
  const whole = Math.floor(Math.log10(size)) + 1;
  return minus(trimZeros(number.toFixed(Math.max(0, Math.min(DIGITS - whole, 8)))));
}

/** A count where there is little room: 1400 → `1400`, 12345 → `12.3k`, 2500000 → `2.5M`. */
export function formatCompact(count: number): string {
  return count < 10_000 ? String(count) : compact.format(count).replace('K', 'k');
}

/** A share, 0 to 1, with three significant digits: 0.6234 → `62.3 %`. */
export function percentOf(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}

/** A difference with its sign, `+0.012` or `−0.3`; `±0` when nothing changed. */
export function formatDelta(delta: number): string {
  if (delta === 0) {
    return '±0';
  }
  return delta > 0 ? `+${formatNumber(delta)}` : formatNumber(delta);
}

/** A number from the wire, where NaN and infinities are strings. */
export function toNumber(value: WireNumber | string): number {
  return typeof value === 'number' ? value : Number(value);
}

/** 1 → `1 run`, 14 → `14 runs`, 12345 → `12,345 runs`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** The minus sign is as wide as the digits; a hyphen is not. */
function minus(text: string): string {
  return text.replace(/^-/, '−');
}
