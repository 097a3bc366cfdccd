/**
 * Numbers as JSON text, into bytes: what answers and the traffic log are made of. Most numbers that people send have few decimals, and
 * those are found by trying: m / 10^k is rounded once, as is the reading of its text, so when the quotient is the number, the text is
 * too. What has more decimals is written by the engine's own algorithm.
 */

/** 10^0 to 10^22: those that a double holds exactly, so that dividing by them rounds once. */
const POWERS = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));
/** Doubles are tried with so many decimals: with more, their text is long, and trying costs as much as writing. */
const FEW_DECIMALS = 6;
/** Singles are tried with so many, then with nine digits at once, which tell every single from every other. */
const FEW_SINGLE_DECIMALS = 3;
/** Below: all integer parts and decimals fit the arithmetic of 32 bits. */
const MOST = 1e9;

const ZERO = 48;
const MINUS = 45;
const POINT = 46;

/** Text of one number takes no more. */
export const LONGEST_NUMBER = 32;

/**
 * Writes a finite number.
 * @param single whether it is of 32 bits: then its text is one that reads as it in 32 bits, with nine digits at most
 * @returns where the text ends
 */
export function writeNumber(bytes: Buffer, start: number, number: number, single: boolean): number {
  let at = start;
  let value = number;
  if (value < 0) {
    bytes[at] = MINUS;
    at += 1;
    value = -value;
  }
  if (value < MOST) {
    if (Math.floor(value) === value) {
      return writeWhole(bytes, at, value | 0);
    }
    const most = single ? FEW_SINGLE_DECIMALS : FEW_DECIMALS;
    for (let decimals = 1; decimals <= most; decimals += 1) {
      const power = POWERS[decimals] as number;
      const digits = Math.floor(value * power + 0.5);
      const read = digits / power;
      if ((single ? Math.fround(read) : read) === value) {
        return writeDecimals(bytes, at, digits, decimals);
      }
    }
    if (single) {
      const decimals = decimalsOfNineDigits(value);
      const digits = decimals < 0 ? 0 : Math.floor(value * (POWERS[decimals] as number) + 0.5);
      if (decimals > 0 && Math.fround(digits / (POWERS[decimals] as number)) === value) {
        return writeShortened(bytes, at, digits, decimals);
      }
    }
  }
  return at + bytes.write(String(single ? Number(value.toPrecision(9)) : value), at, 'latin1');
}

/** Writes what stands in 64 bits, read as two halves: most whole numbers are small ones, and need no bigint. */
export function writeWhole64(bytes: Buffer, at: number, low: number, high: number, exact: () => bigint): number {
  if (high === low >> 31) {
    if (low >= 0) {
      return writeWhole(bytes, at, low);
    }
    bytes[at] = MINUS;
    return writeWhole(bytes, at + 1, -low);
  }
  return at + bytes.write(String(exact()), at, 'latin1');
}

/** @returns how many decimals leave nine digits, 9 to 20; -1: smaller numbers are written by the engine */
function decimalsOfNineDigits(value: number): number {
  for (let decimals = 0; decimals <= 20; decimals += 1) {
    if (value * (POWERS[decimals] as number) >= 1e8) {
      return decimals;
    }
  }
  return -1;
}

function writeShortened(bytes: Buffer, at: number, digits: number, decimals: number): number {
  let left = digits;
  let places = decimals;
  while (places > 1 && left % 10 === 0) {
    left /= 10;
    places -= 1;
  }
  return writeDecimals(bytes, at, left, places);
}

/** @param digits below 2^53; the number times 10^decimals */
function writeDecimals(bytes: Buffer, at: number, digits: number, decimals: number): number {
  const power = POWERS[decimals] as number;
  const whole = Math.floor(digits / power) | 0;
  const end = writeWhole(bytes, at, whole);
  bytes[end] = POINT;
  let rest = (digits - whole * power) | 0;
  for (let place = end + decimals; place > end; place -= 1) {
    const shorter = (rest / 10) | 0;
    bytes[place] = ZERO + rest - shorter * 10;
    rest = shorter;
  }
  return end + decimals + 1;
}

/** @param whole 0 to 2^31 */
function writeWhole(bytes: Buffer, at: number, whole: number): number {
  if (whole < 10) {
    bytes[at] = ZERO + whole;
    return at + 1;
  }
  let length = 2;
  for (let power = 100; power <= whole; power *= 10) {
    length += 1;
  }
  let rest = whole;
  for (let place = at + length - 1; place >= at; place -= 1) {
    const shorter = (rest / 10) | 0;
    bytes[place] = ZERO + rest - shorter * 10;
    rest = shorter;
  }
  return at + length;
}
