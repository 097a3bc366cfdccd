/**
 * Values of clients as the types of a signature, as MLflow's scoring server casts them (cast_df_types_according_to_schema in
 * mlflow/utils/proto_json_utils.py, that is pandas' astype): numbers in text are numbers, a null among floats is NaN, a fraction in a
 * whole-number column is cut off. Stricter on purpose where pandas changes values without a word: numbers that do not fit are refused
 * instead of wrapped, text is no truth value ("false" would be true), numbers are no text.
 */
import type { ElementType } from './rows';

/** Why a value is not of the type, as the end of a sentence. */
export class UncastableValue extends Error {}

export type Cast = (value: unknown) => unknown;

const CASTS: Record<ElementType, Cast> = {
  float64: float,
  float32: (value) => Math.fround(float(value)),
  int64: wholeOf(-(2n ** 63n), 2n ** 63n - 1n),
  int32: wholeOf(-(2n ** 31n), 2n ** 31n - 1n),
  int16: wholeOf(-(2n ** 15n), 2n ** 15n - 1n),
  int8: wholeOf(-128n, 127n),
  uint64: wholeOf(0n, 2n ** 64n - 1n),
  uint32: wholeOf(0n, 2n ** 32n - 1n),
  uint16: wholeOf(0n, 65_535n),
  uint8: wholeOf(0n, 255n),
  bool: truth,
  string: text,
  json: (value) => value,
};

/** @returns a function that casts one value, or throws UncastableValue */
export function castTo(type: ElementType): Cast {
  return CASTS[type];
}

function float(value: unknown): number {
  switch (typeof value) {
    case 'number':
      return value;
    case 'boolean':
    case 'bigint':
      return Number(value);
    case 'string':
      return floatOfText(value);
    default:
      if (value === null || value === undefined) {
        return NaN;
      }
      throw new UncastableValue(`${shown(value)} is no number`);
  }
}

function floatOfText(value: string): number {
  const trimmed = value.trim();
  const special = /^([+-]?)(nan|inf|infinity)$/i.exec(trimmed);
  if (special !== null) {
    return special[2]?.toLowerCase() === 'nan' ? NaN : special[1] === '-' ? -Infinity : Infinity;
  }
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed)) {
    throw new UncastableValue(`could not convert string to float: ${shown(value)}`);
  }
  return Number(trimmed);
}

function wholeOf(least: bigint, most: bigint): Cast {
  const leastSafe = least < BigInt(Number.MIN_SAFE_INTEGER) ? Number.MIN_SAFE_INTEGER : Number(least);
  const mostSafe = most > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(most);
  return (value) => {
    if (typeof value === 'number' && value >= leastSafe && value <= mostSafe) {
      return Math.trunc(value);
    }
    const whole = wholeNumber(value);
    if (whole < least || whole > most) {
      throw new UncastableValue(`${shown(value)} is out of range: whole numbers from ${least} to ${most} fit`);
    }
    return whole >= BigInt(Number.MIN_SAFE_INTEGER) && whole <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(whole) : whole;
  };
}

function wholeNumber(value: unknown): bigint {
  switch (typeof value) {
    case 'bigint':
      return value;
    case 'boolean':
      return value ? 1n : 0n;
    case 'number':
      if (Number.isFinite(value)) {
        return BigInt(Math.trunc(value));
      }
      throw new UncastableValue('Cannot convert non-finite values (NA or inf) to integer');
    case 'string':
      if (/^\s*[+-]?\d+\s*$/.test(value)) {
        return BigInt(value.trim().replace(/^\+/, ''));
      }
      throw new UncastableValue(`could not convert string to int: ${shown(value)}`);
    default:
      throw new UncastableValue(value === null || value === undefined ? 'Cannot convert non-finite values (NA or inf) to integer' : `${shown(value)} is no number`);
  }
}

function truth(value: unknown): boolean {
  if (typeof value === 'boolean') {
    return value;
  }
  if (typeof value === 'number' && !Number.isNaN(value)) {
    return value !== 0;
  }
  throw new UncastableValue(`${shown(value)} is neither true nor false`);
}

function text(value: unknown): string | null {
  if (typeof value === 'string' || value === null) {
    return value;
  }
  if (value === undefined) {
    return null;
  }
  throw new UncastableValue(`${shown(value)} is no text: send it in quotes`);
}

function shown(value: unknown): string {
  if (typeof value === 'bigint') {
    return String(value);
  }
  const json = typeof value === 'string' ? `'${value}'` : (JSON.stringify(value) ?? String(value));
  return json.length > 80 ? `${json.slice(0, 80)}…` : json;
}
