/** Requests and latencies as people read them: two digits, since the third says nothing. */
import { formatNumber } from './formatNumber';

/** `0.16 ms`, `6 ms`, `1.2 s` */
export function formatMs(milliseconds: number): string {
  const [value, unit] = milliseconds < 1000 ? [milliseconds, 'ms'] : [milliseconds / 1000, 's'];
  return `${formatNumber(Number(value.toPrecision(2)))} ${unit}`;
}

/** Requests in a second: `0.44`, `41`, `34,200`. */
export function formatRate(rate: number): string {
  return rate < 10 ? formatNumber(Number(rate.toPrecision(2))) : Math.round(rate).toLocaleString('en-US');
}
