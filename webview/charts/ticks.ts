/** The words of ticks, and those ticks that Chart.js does not make: round times and durations, and a few for logarithmic axes. */
import { formatNumber } from '../../src/wording/formatNumber';
import { formatDuration } from '../../src/wording/formatTime';

export const MOST_TICKS = 5;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const SPANS = [1, 10, 100, SECOND, 2 * SECOND, 5 * SECOND, 10 * SECOND, 15 * SECOND, 30 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE,
  HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY, 14 * DAY, 30 * DAY, 90 * DAY, 365 * DAY, 730 * DAY, 3650 * DAY];

/** Multiples of 1, 2 or 5 times a power of ten within [from, to]; the smallest such step that gives no more than `most`. */
export function linearTicks(from: number, to: number, most = MOST_TICKS): number[] {
  if (!(to > from)) {
    return Number.isFinite(from) ? [from] : [];
  }
  for (let power = Math.floor(Math.log10((to - from) / most)); ; power++) {
    for (const factor of [1, 2, 5]) {
      const step = factor * 10 ** power;
      const ticks = multiples(step, from, to, most);
      if (ticks !== undefined) {
        return ticks;
      }
    }
  }
}

/** For logarithmic axes, whose ticks Chart.js makes uneven within a power of ten: powers of ten; where a span has less than two of them, their multiples 1, 2 and 5, else round numbers. Both ends above 0. */
export function logTicks(from: number, to: number, most = MOST_TICKS): number[] {
  const [low, high] = [Math.ceil(Math.log10(from) - 1e-9), Math.floor(Math.log10(to) + 1e-9)];
  if (high - low >= 1) {
    const every = Math.ceil((high - low + 1) / most);
    return Array.from({ length: Math.floor((high - low) / every) + 1 }, (_, index) => 10 ** (low + index * every));
  }
  const between = [-1, 0].flatMap((shift) => [1, 2, 5].map((factor) => factor * 10 ** (high + shift))).concat(10 ** (high + 1)).filter((tick) => tick >= from * (1 - 1e-9) && tick <= to * (1 + 1e-9));
  return between.length >= 2 && between.length <= most ? between : linearTicks(from, to, most);
}

/** Round durations, in ms since the start. */
export function durationTicks(from: number, to: number, most = MOST_TICKS): number[] {
  for (const step of SPANS) {
    const ticks = multiples(step, from, to, most);
    if (ticks !== undefined) {
      return ticks;
    }
  }
  return [from, to];
}

/** Round times of the reader's own clock, in Unix ms. */
export function timeTicks(from: number, to: number, most = MOST_TICKS): number[] {
  // Shifted by the zone's offset, midnight is a multiple of a day.
  const offset = new Date(from).getTimezoneOffset() * MINUTE;
  return durationTicks(from - offset, to - offset, most).map((tick) => tick + offset);
}

/** Words of the ticks of one axis: as many decimals on each, so that they stand under each other. */
export function tickWords(ticks: readonly number[]): string[] {
  const words = ticks.map((tick) => formatNumber(Number(tick.toPrecision(12))));
  if (words.some((word) => word.includes('e'))) {
    return words;
  }
  const decimals = Math.max(0, ...words.map((word) => word.split('.')[1]?.length ?? 0));
  return words.map((word) => {
    const own = word.split('.')[1]?.length ?? 0;
    return own === decimals || word === '0' ? word : `${word}${own === 0 ? '.' : ''}${'0'.repeat(decimals - own)}`;
  });
}

/** Words of the ticks of a logarithmic axis: each as short as it can be. */
export function logWords(ticks: readonly number[]): string[] {
  return ticks.map((tick) => formatNumber(Number(tick.toPrecision(12))));
}

/** `90 s`, `15 min`, `2 h`: of one axis, so with one step in mind. */
export function durationWords(ticks: readonly number[]): string[] {
  return ticks.map((tick) => (tick === 0 ? '0' : formatDuration(tick).replace(/\.0 s$/, ' s')));
}

/** `13:05`, with seconds where the step has them; the date where the step is a day or more, and at midnight. */
export function timeWords(ticks: readonly number[]): string[] {
  const step = (ticks[1] ?? 0) - (ticks[0] ?? 0);
  return ticks.map((tick) => {
    const date = new Date(tick);
    if (step >= DAY) {
      return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
    }
    if (date.getHours() + date.getMinutes() + date.getSeconds() === 0) {
      return `${two(date.getMonth() + 1)}-${two(date.getDate())}`;
    }
    return `${two(date.getHours())}:${two(date.getMinutes())}${step > 0 && step < MINUTE ? `:${two(date.getSeconds())}` : ''}`;
  });
}

function multiples(step: number, from: number, to: number, most: number): number[] | undefined {
  const slack = 1e-9;
  const [first, last] = [Math.ceil(from / step - slack), Math.floor(to / step + slack)];
  return last - first + 1 > most ? undefined : Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => Number(((first + index) * step).toPrecision(15)));
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
