/** Arrow's types as DuckDB's, and their values. */
import {
  BIGINT, BLOB, BOOLEAN, DATE, DECIMAL, DOUBLE, DuckDBBlobValue, DuckDBDateValue, DuckDBDecimalValue, DuckDBIntervalValue, DuckDBTimestampTZValue, DuckDBTimestampValue,
  DuckDBTimeValue, type DuckDBType, type DuckDBValue, FLOAT, INTEGER, INTERVAL, SMALLINT, TIME, TIMESTAMP, TIMESTAMPTZ, TINYINT, UBIGINT, UINTEGER, USMALLINT, UTINYINT, VARCHAR,
} from '@duckdb/node-api';
import { type DataType, type Decimal, type Dictionary, type Duration, type Float, type Int, Precision, type Time, type Timestamp, TimeUnit, Type } from 'apache-arrow';

export interface ArrowColumn {
  readonly type: DuckDBType;
  /** @param held what Arrow gives for a row; never null */
  readonly value: (held: unknown) => DuckDBValue;
}

const WHOLE = { signed: { 8: TINYINT, 16: SMALLINT, 32: INTEGER, 64: BIGINT }, unsigned: { 8: UTINYINT, 16: USMALLINT, 32: UINTEGER, 64: UBIGINT } } as const;
const DAY_MS = 86_400_000;
const MOST_DIGITS = 38;

/** @param type of a field; of a dictionary, that of its values is taken */
export function arrowColumn(type: DataType): ArrowColumn {
  const same = (held: unknown): DuckDBValue => held as DuckDBValue;
  switch (type.typeId as Type) {
    case Type.Dictionary: return arrowColumn((type as Dictionary).dictionary);
    case Type.Null: return { type: INTEGER, value: () => null };
    case Type.Bool: return { type: BOOLEAN, value: same };
    case Type.Int: {
      const { isSigned, bitWidth } = type as Int;
      return { type: WHOLE[isSigned ? 'signed' : 'unsigned'][bitWidth], value: same };
    }
    case Type.Float: return { type: (type as Float).precision === Precision.DOUBLE ? DOUBLE : FLOAT, value: same };
    case Type.Utf8: case Type.LargeUtf8: case Type.Utf8View: return { type: VARCHAR, value: String };
    case Type.Date: return { type: DATE, value: (held) => new DuckDBDateValue(Math.floor(Number(held) / DAY_MS)) };
    case Type.Timestamp: return (type as Timestamp).timezone == null ? { type: TIMESTAMP, value: (held) => new DuckDBTimestampValue(microsOf(held)) } : { type: TIMESTAMPTZ, value: (held) => new DuckDBTimestampTZValue(microsOf(held)) };
    case Type.Time: return { type: TIME, value: (held) => new DuckDBTimeValue(scaled(held, (type as Time).unit)) };
    case Type.Duration: return { type: INTERVAL, value: (held) => new DuckDBIntervalValue(0, 0, scaled(held, (type as Duration).unit)) };
    case Type.Decimal: return decimal(type as Decimal);
    default: return { type: BLOB, value: (held) => new DuckDBBlobValue(Buffer.from(String(held))) };
  }
}

/** Arrow gives times as milliseconds with fractions. */
function microsOf(held: unknown): bigint {
  return BigInt(Math.round(Number(held) * 1000));
}

function scaled(held: unknown, unit: TimeUnit): bigint {
  const value = BigInt(held as number | bigint);
  switch (unit) {
    case TimeUnit.SECOND: return value * 1_000_000n;
    case TimeUnit.MILLISECOND: return value * 1000n;
    case TimeUnit.MICROSECOND: return value;
    default: return value / 1000n;
  }
}

/** More digits than DuckDB has room for are read as float64. */
function decimal({ precision, scale, bitWidth }: Decimal): ArrowColumn {
  const whole = (held: unknown): bigint => {
    const unsigned = (held as Uint32Array).reduceRight((value, word) => (value << 32n) | BigInt(word), 0n);
    return BigInt.asIntN(bitWidth, unsigned);
  };
  return precision > MOST_DIGITS || scale < 0
    ? { type: DOUBLE, value: (held) => Number(whole(held)) / 10 ** scale }
    : { type: DECIMAL(precision, scale), value: (held) => new DuckDBDecimalValue(whole(held), precision, scale) };
}
